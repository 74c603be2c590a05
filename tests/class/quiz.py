"""Reads quizzes for learning platforms as the platforms do, with nothing of the project: paths come in, JSON goes out.

Moodle XML with blanks in it: docs.moodle.org, "Moodle XML format" and "Embedded Answers (Cloze) question type".
QTI 1.2 as Canvas reads it: a numerical question has an exact answer and a range around it; every range counts as right.
"""

import html
import json
import sys
import zipfile
from xml.etree import ElementTree

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
CANVAS = "{http://canvas.instructure.com/xsd/cccv1p0}"


def alternatives(inside):
    """What stands between ~ that no backslash takes away; each is [=|%n%]answer[:tolerance][#feedback]."""
    parts, start = [], 0
    for i, sign in enumerate(inside):
        if sign == "~" and inside[i - 1 : i] != "\\":
            parts.append(inside[start:i])
            start = i + 1
    parts.append(inside[start:])
    for part in parts:
        fraction = "0"
        if part.startswith("="):
            fraction, part = "100", part[1:]
        elif part.startswith("%"):
            fraction, part = part[1:].split("%", 1)
        answer, _, feedback = part.partition("#")
        number, _, tolerance = answer.partition(":")
        yield {
            "fraction": float(fraction),
            "answer": number,
            "tolerance": tolerance,
            # Moodle decodes it once; what comes out is HTML.
            "feedback": html.unescape(feedback),
        }


def cloze(text):
    """The blanks of a question, and its text with {#1}, {#2} … in their places."""
    blanks, seen, at = [], "", 0
    while (start := text.find("{", at)) >= 0:
        end = start
        while True:
            end = text.index("}", end + 1)
            if text[end - 1] != "\\":
                break
        weight, kind, inside = text[start + 1 : end].split(":", 2)
        blanks.append({"weight": int(weight), "kind": kind, "alternatives": list(alternatives(inside))})
        seen += text[at:start] + "{#%d}" % len(blanks)
        at = end + 1
    return blanks, seen + text[at:]


def moodle(path):
    questions, category = [], None
    root = ElementTree.parse(path).getroot()
    assert root.tag == "quiz"
    for it in root:
        if it.get("type") == "category":
            category = it.findtext("category/text")
            continue
        assert it.get("type") == "cloze", it.get("type")
        assert it.find("questiontext").get("format") == "html"
        blanks, text = cloze(it.findtext("questiontext/text"))
        questions.append({"category": category, "name": it.findtext("name/text"), "text": text, "blanks": blanks})
    return questions


def item(it):
    fields = {f.findtext(QTI + "fieldlabel"): f.findtext(QTI + "fieldentry") for f in it.iter(QTI + "qtimetadatafield")}
    conditions = it.findall("%sresprocessing/%srespcondition" % (QTI, QTI))
    right = [c for c in conditions if c.find(QTI + "setvar") is not None]
    assert len(right) == 1, "each range would count as right"
    both = right[0].find("%sconditionvar/%sor" % (QTI, QTI))
    feedback = it.find(QTI + "itemfeedback")
    shown = [c.find(QTI + "displayfeedback").get("linkrefid") for c in conditions if c not in right]
    assert shown == ([feedback.get("ident")] if feedback is not None else []), shown
    return {
        "id": it.get("ident"),
        "title": it.get("title"),
        "type": fields["question_type"],
        "text": it.findtext(".//%spresentation//%smattext" % (QTI, QTI)),
        "exact": both.findtext(QTI + "varequal"),
        "from": both.findtext("%sand/%svargte" % (QTI, QTI)),
        "to": both.findtext("%sand/%svarlte" % (QTI, QTI)),
        "feedback": "" if feedback is None else feedback.findtext(".//%smattext" % QTI),
    }


def qti(path):
    quizzes = []
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
        resources = list(manifest.iter(PACKAGE + "resource"))
        listed = [f.get("href") for f in manifest.iter(PACKAGE + "file")]
        assert sorted(listed + ["imsmanifest.xml"]) == sorted(package.namelist())
        identifiers = {it.get("identifier") for it in resources}
        assert len(identifiers) == len(resources)
        for resource in resources:
            if resource.get("type") != "imsqti_xmlv1p2":
                continue
            assert resource.find(PACKAGE + "dependency").get("identifierref") in identifiers
            name = resource.find(PACKAGE + "file").get("href")
            quiz = ElementTree.fromstring(package.read(name)).find(QTI + "assessment")
            about = ElementTree.fromstring(package.read(name.split("/")[0] + "/assessment_meta.xml"))
            assert quiz.get("ident") == about.get("identifier") == name.split("/")[0]
            root = quiz.find(QTI + "section")
            groups = [[item(it) for it in section.findall(QTI + "item")] for section in root.findall(QTI + "section")]
            quizzes.append({
                "title": quiz.get("title"),
                "points": about.findtext(CANVAS + "points_possible"),
                "items": [item(it) for it in root.findall(QTI + "item")],
                "groups": groups,
            })
    return quizzes


def read(path):
    try:
        return {"xml": moodle, "zip": qti}[path[-3:]](path)
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


json.dump({path: read(path) for path in json.load(sys.stdin)}, sys.stdout)
