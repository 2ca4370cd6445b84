"""
How a question is asked: one declaration a form, from which the tablet, the server and the sheet all ask the same.

To add a form: declare a `Form` in your app's `forms.py` and list it in `FORMS`; give each field the name of the model's
column, a label in both languages and no more limits than the paper has; write what must agree between answers as
`Check`s; write at least fifteen cases with their verdicts in `fixtures/conformance/<code>.json`; run
`manage.py freeze_forms` and commit the file it writes. A frozen version never changes: raise `version` instead.
"""
