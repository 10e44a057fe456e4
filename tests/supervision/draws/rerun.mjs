// Re-runs draws for the tests: one JSON line per draw on standard input, one line of outcome on standard output.
// Arguments: the module, and "plain" to hide WebCrypto.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [path, mode] = process.argv.slice(2);
if (mode === "plain") Object.defineProperty(globalThis, "crypto", { value: undefined });
// As text: older Node takes a .js file for CommonJS.
const module = await import(`data:text/javascript;base64,${readFileSync(path).toString("base64")}`);
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));

for await (const line of createInterface({ input: process.stdin })) {
  const { plan, objects, inspectors, values } = JSON.parse(line);
  const begin = process.cpuUsage();
  let outcome;
  try {
    const drawn = await module.draw({ plan: bytes(plan), objects: bytes(objects), inspectors: bytes(inspectors), values: bytes(values) });
    const used = process.cpuUsage(begin);
    outcome = { sha256: drawn.sha256, seconds: (used.user + used.system) / 1e6 };
  } catch (error) {
    outcome = { code: error.code ?? `${error.stack}` };
  }
  console.log(JSON.stringify(outcome));
}
