import { Hono } from "hono";
import { consent } from "./consent.ts";

export const app: Hono = new Hono();
app.all("/consent/*", ({ req }) => consent.fetch(req.raw));
