"""The web pages: made on the server, with htmx for what changes in place (docs/pages.md)."""
