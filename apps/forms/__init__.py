"""
How a question is asked: one declaration a form, from which the tablet, the server and the sheet all ask the same.

To add a form: declare a `Form` in your app's `forms` with the words of `asking.py`, and list it in `FORMS`. Name each
field as the model's column (or say its `column`), label it in both languages, and set no more limits than the paper
has. Write what must agree between answers as checks; only `refuse` stops an officer. Write at least fifteen cases with
their verdicts in `fixtures/conformance/<code>.json`, each check at its edge. Run `manage.py freeze_forms` and commit
the file it writes: a frozen version never changes, raise `version` instead. A new operator is one line in
`agreeing.py` and one in the tablet's `checking.ts`.
"""
