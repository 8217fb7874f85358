// Writes generated/ from openapi/tyk-oauth.yaml. Nothing else writes there.
import { generate, generatedPath } from "./generator/generator.ts";

await generate(generatedPath);
