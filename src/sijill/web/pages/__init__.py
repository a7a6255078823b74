"""The pages, a module for each family; `app.PAGES` lists them."""
