"""The REST API, a module for each resource; `app.REST` lists them."""
