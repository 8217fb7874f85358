// Writes generated/ from openapi/tyk-oauth.yaml. Nothing else writes there.
import { generate, generatedPath } from "./generator.ts";

await generate(generatedPath);
