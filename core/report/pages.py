"""Pages of a PDF as pictures, for a preview of what is really printed."""

from core.records import AnyArray


def rasterised(pdf: bytes, width: int) -> list[AnyArray]:
    """Each page as uint8 [height, width, 3], red first; not for several threads at once."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            found.append(bitmap.to_numpy()[:, :width, :3].copy())
            bitmap.close()
            page.close()
    return found
