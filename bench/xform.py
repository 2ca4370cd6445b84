"""A form of ours as an XForm, so that another app can be asked the same questions."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from apps.forms.grammar import Condition, Field, Form, Kind

TYPES = {
    Kind.INTEGER: "int",
    Kind.YEAR: "int",
    Kind.CARATS: "decimal",
    Kind.MONEY: "decimal",
    Kind.HECTARES: "decimal",
    Kind.CUBIC_METRES: "decimal",
    Kind.DATE: "date",
}
# An XForm has no such question, or asks it with the camera.
LEFT_OUT = {Kind.ROWS, Kind.AREA, Kind.POINT, Kind.SIGNED, Kind.PHOTO, Kind.IDENTIFIER, Kind.NUMBER}
YES_NO = (("true", "Yes"), ("false", "No"))


def xform_of(form: Form) -> str:
    asked = [[field for field in section.fields if field.kind not in LEFT_OUT] for section in form.sections]
    fields = {field.code: field for block in asked for field in block}
    instance = "".join(f"<{code}/>" for code in fields)
    binds = "".join(bind(field, fields) for field in fields.values())
    groups = "".join(
        f"<group><label>{escape(section.title.en)}</label>{''.join(map(control, block))}</group>"
        for section, block in zip(form.sections, asked, strict=True)
        if block
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f"<h:head><h:title>{escape(form.title.en)}</h:title><model><instance>"
        f'<data id="{form.code}" version="{form.version}">{instance}<meta><instanceID/></meta></data>'
        f"</instance>{binds}</model></h:head><h:body>{groups}</h:body></h:html>"
    )


def bind(field: Field, fields: dict[str, Field]) -> str:
    required = ' required="true()"' if field.required else ""
    relevant = f" relevant={quoteattr(path)}" if (path := relevant_if(field.show_if, fields)) else ""
    return f'<bind nodeset="/data/{field.code}" type="{TYPES.get(field.kind, "string")}"{required}{relevant}/>'


def relevant_if(condition: Condition | None, fields: dict[str, Field]) -> str:
    if condition is None or not set(condition.fields) <= fields.keys():
        return ""
    said = " or ".join(one_of(code, value) for code in condition.fields for value in condition.among)
    return said if condition.holds else f"not({said})"


def one_of(code: str, value: object) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    return f"selected(/data/{code}, '{value}')" if value is not None else f"/data/{code} = ''"


def control(field: Field) -> str:
    label = f"<label>{escape(field.label.en)}</label>"
    hint = f"<hint>{escape(field.hint.en)}</hint>" if field.hint else ""
    options = YES_NO if field.kind == Kind.FLAG else choices_of(field)
    if not options:
        return f'<input ref="/data/{field.code}">{label}{hint}</input>'
    many = "select" if field.kind == Kind.CHOICES else "select1"
    items = "".join(f"<item><label>{escape(word)}</label><value>{code}</value></item>" for code, word in options)
    return f'<{many} ref="/data/{field.code}">{label}{hint}{items}</{many}>'


def choices_of(field: Field) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.label.en) for one in field.choices.options) if field.choices else ()
