"""Web pages: `reader` joins `walk` (visible pieces), `tables`, `lists` and `furniture` (menus, banners)."""
