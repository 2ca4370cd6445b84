"""The certificate of a licence or of a buyer's licence, as one page to print."""
