// Judges a policy by Google's csp_evaluator: the policy is the argument, what it finds goes to stdout.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } = require("csp_evaluator/dist/evaluator.js");
const { Severity } = require("csp_evaluator/dist/finding.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");

const judged = (checks) =>
  new CspEvaluator(new CspParser(process.argv[2]).csp)
    .evaluate(undefined, checks)
    .map((one) => `${Severity[one.severity]} ${one.directive}: ${one.description}`);
process.stdout.write(JSON.stringify({ findings: judged(DEFAULT_CHECKS), suggestions: judged(STRICTCSP_CHECKS) }));
