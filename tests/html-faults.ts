import { HtmlValidate, type RuleConfig } from "html-validate";

/** What is wrong with a page, but for what all of the project's pages do with a reason. */
export async function htmlFaults(html: string, rules: RuleConfig = {}): Promise<string[]> {
  const validator = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:document"],
    rules: {
      // KaTeX needs style attributes, and the policy of each page allows only those.
      "no-inline-style": "off",
      "long-title": "off",
      "no-trailing-whitespace": "off",
      "void-style": "off",
      "no-raw-characters": "off",
      ...rules,
    },
  });
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map((it) => `${it.line}: ${it.ruleId}: ${it.message}`));
}
