import { createHash } from "node:crypto";
import { mistakeWords } from "../../../chapters/words/mistakes.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { type Exact, exact } from "../../../src/math/exact.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import type { Worksheet } from "../../../src/worksheets/worksheet.ts";
import { escapeXml } from "../xml.ts";
import { type Blank, toleranceOf } from "./blanks.ts";
import { questionsOf, stageLabel } from "./question-text.ts";
import type { QuizFormat, Variant } from "./quiz.ts";
import { zipPieces } from "./zip-pieces.ts";

/**
 * QTI 1.2 as Canvas writes and reads it: numerical questions, one a blank; a quiz for each student, or one that draws each
 * blank out of the variants. Canvas takes every range of such a question for a right one (`Qti::NumericInteraction`), so a
 * mistake cannot have a feedback of its own: to a wrong answer it says which mistakes are likely.
 */
export const qti: QuizFormat = {
  does: "QTI 1.2 as Canvas imports it: for each number a question",
  file: "qti.zip",
  write: (variants, { title, isPool }) =>
    zipPieces(files(isPool ? [pooled(variants, title)] : each(variants, title))),
};

interface Item {
  readonly id: string;
  /** The blank of a worksheet that it asks. */
  readonly blank: string;
  readonly xml: string;
}

/** A quiz: what stands in it, and what it is worth. */
interface Assessment {
  readonly id: string;
  readonly title: string;
  readonly digits: number;
  readonly body: string;
  readonly points: number;
}

function* each(variants: Iterable<Variant>, title: string): Generator<Assessment> {
  for (const { name, worksheet } of variants) {
    const items = itemsOf(worksheet, name);
    const its = `${title} · ${name}`;
    yield {
      id: identifier(its, ...items.map(({ id }) => id)),
      title: its,
      digits: worksheet.digits,
      body: items.map(({ xml }) => xml).join(""),
      points: items.length,
    };
  }
}

/** For each blank a group, out of which each student has one question. */
function pooled(variants: Iterable<Variant>, title: string): Assessment {
  const groups = new Map<string, Item[]>();
  let digits = 0;
  for (const { name, worksheet } of variants) {
    digits = worksheet.digits;
    for (const item of itemsOf(worksheet, quizWords.variant(name))) {
      const group = groups.get(item.blank);
      if (group) group.push(item);
      else groups.set(item.blank, [item]);
    }
  }
  const named = [...groups].map(([blank, items]) => ({
    id: identifier(blank, ...items.map(({ id }) => id)),
    blank,
    items: items.map(({ xml }) => xml).join(""),
  }));
  return {
    id: identifier(title, ...named.map(({ id }) => id)),
    title,
    digits,
    body: named.map(groupXml).join(""),
    points: named.length,
  };
}

/** The files of a package; the list of them is last. */
function* files(assessments: Iterable<Assessment>): Generator<readonly [name: string, text: string]> {
  const resources: string[] = [];
  for (const it of assessments) {
    yield [`${it.id}/${it.id}.xml`, assessmentXml(it)];
    yield [`${it.id}/assessment_meta.xml`, settingsXml(it)];
    resources.push(resourcesXml(it.id));
  }
  yield ["imsmanifest.xml", manifestXml(resources.join(""))];
}

/** The same for the same content: Canvas puts what it imports again in place of what has its identifier. */
const identifier = (...of: readonly string[]): string =>
  `b${createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 31)}`;

const itemsOf = (worksheet: Worksheet, variant: string): Item[] =>
  worksheet.stages.flatMap(({ name, asks }) => {
    const label = stageLabel(name, worksheet.lesson);
    return asks
      .flatMap((ask) => questionsOf(name, ask, worksheet))
      .map(({ blank, html }) => itemOf(`${label} · ${blank.name} · ${variant}`, html, blank));
  });

/**
 * Canvas keeps so many decimals of what is typed before it marks it: in a browser it rounds, in its app it cuts off
 * (instructure/canvas-ios, pull request 1143).
 */
const MOST_DECIMALS = 4;
const LAST_DECIMAL = "0.0001";

function itemOf(title: string, text: string, blank: Blank): Item {
  const id = identifier(title, text, blank.answer);
  const answer = exact(blank.answer);
  const isCut = (blank.answer.split(".")[1]?.length ?? 0) > MOST_DECIMALS;
  const margin = isCut ? LAST_DECIMAL : toleranceOf(blank);
  const bound = (it: Exact) => it.toFixed(margin.split(".")[1]?.length ?? 0);
  const likely = [...new Set(blank.mistaken.map(({ mistake }) => mistakeWords[mistake]))];
  const xml = `<item ident="${id}" title="${escapeXml(title)}">
<itemmetadata><qtimetadata>${field("question_type", "numerical_question")}${field("points_possible", "1")}</qtimetadata></itemmetadata>
<presentation>
<material>${mattext(text)}</material>
<response_str ident="response1" rcardinality="Single"><render_fib fibtype="Decimal"><response_label ident="answer1"/></render_fib></response_str>
</presentation>
<resprocessing>
<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition continue="No">
<conditionvar><or><varequal respident="response1">${blank.answer}</varequal><and><vargte respident="response1">${bound(answer.minus(exact(margin)))}</vargte><varlte respident="response1">${bound(answer.plus(exact(margin)))}</varlte></and></or></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar>
</respcondition>
${likely.length > 0 ? TO_A_WRONG_ANSWER : ""}</resprocessing>
${likely.length > 0 ? feedbackXml(likely) : ""}</item>
`;
  return { id, blank: blank.name, xml };
}

const TO_A_WRONG_ANSWER = `<respcondition continue="Yes"><conditionvar><other/></conditionvar><displayfeedback feedbacktype="Response" linkrefid="general_incorrect_fb"/></respcondition>
`;

function feedbackXml(likely: readonly string[]): string {
  const list = likely.map((it) => `<li>${escapeHtml(it)}</li>`).join("");
  const text = mattext(`<p>${quizWords.likely}</p><ul>${list}</ul>`);
  return `<itemfeedback ident="general_incorrect_fb"><flow_mat><material>${text}</material></flow_mat></itemfeedback>
`;
}

const mattext = (html: string): string => `<mattext texttype="text/html">${escapeXml(html)}</mattext>`;

const field = (label: string, entry: string): string =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`;

const groupXml = ({ id, blank, items }: { id: string; blank: string; items: string }): string =>
  `<section ident="${id}" title="${escapeXml(blank)}">
<selection_ordering><selection><selection_number>1</selection_number><selection_extension><points_per_item>1</points_per_item></selection_extension></selection></selection_ordering>
${items}</section>
`;

const assessmentXml = ({ id, title, body }: Assessment): string => `<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/ims_qtiasiv1p2 http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd">
<assessment ident="${id}" title="${escapeXml(title)}">
<qtimetadata>${field("cc_maxattempts", "1")}</qtimetadata>
<section ident="root_section">
${body}</section>
</assessment>
</questestinterop>
`;

/** How Canvas gives the quiz: right answers are not shown, as another student may have the same variant. */
function settingsXml({ id, title, digits, points }: Assessment): string {
  const about = [quizWords.noWayBack, ...(digits > MOST_DECIMALS ? [quizWords.fourDecimals] : [])];
  return `<?xml version="1.0" encoding="UTF-8"?>
<quiz identifier="${id}" xmlns="http://canvas.instructure.com/xsd/cccv1p0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://canvas.instructure.com/xsd/cccv1p0 https://canvas.instructure.com/xsd/cccv1p0.xsd">
<title>${escapeXml(title)}</title>
<description>${escapeXml(`<p>${about.join(" ")}</p>`)}</description>
<shuffle_answers>false</shuffle_answers>
<scoring_policy>keep_highest</scoring_policy>
<quiz_type>assignment</quiz_type>
<points_possible>${points}</points_possible>
<show_correct_answers>false</show_correct_answers>
<allowed_attempts>1</allowed_attempts>
<one_question_at_a_time>true</one_question_at_a_time>
<cant_go_back>true</cant_go_back>
<available>false</available>
</quiz>
`;
}

const resourcesXml = (id: string): string => `<resource identifier="${id}" type="imsqti_xmlv1p2">
<file href="${id}/${id}.xml"/>
<dependency identifierref="${id}_meta"/>
</resource>
<resource identifier="${id}_meta" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="${id}/assessment_meta.xml">
<file href="${id}/assessment_meta.xml"/>
</resource>
`;

const manifestXml = (resources: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${identifier(resources)}" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1 http://www.imsglobal.org/xsd/imscp_v1p1.xsd">
<metadata>
<schema>IMS Content</schema>
<schemaversion>1.1.3</schemaversion>
</metadata>
<organizations/>
<resources>
${resources}</resources>
</manifest>
`;
