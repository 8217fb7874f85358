import express from "express";
import { consent } from "./consent.ts";
import { toNodeHandler } from "./node-handler.ts";

export const app: express.Express = express();
// Before express.urlencoded(): a body parser would read the form first.
app.all("/consent/*path", toNodeHandler(consent.fetch, "https://login.example"));
