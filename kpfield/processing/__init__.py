"""The register of processing, to be read and taken along."""
