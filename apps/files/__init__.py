"""
WHAT IS SHOWN: photos, kept once by the hash of their bytes and served only through the record they belong to.

Read `receiving.take` first: how bytes come in. `cleaning.clean` says which of them are a photo.
"""
