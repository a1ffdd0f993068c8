"""How tests of the library speak of its rows."""


def names(page):
    """What the list shows, from top to bottom."""
    return [page.shown.row_at(place).called for place in range(page.shown.rowCount())]


def choose(page, *called):
    page.list.select(*(names(page).index(name) for name in called))


def cell(page, name, column):
    place = names(page).index(name)
    return page.shown.index(place, column).data()
