"""What comes from outside is made a picture of our own, or refused with a sentence."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from django.utils.translation import override
from PIL import Image, ImageChops, ImageDraw, ImageStat
from PIL.PngImagePlugin import PngInfo

from apps.files.cleaning import LONGEST_SIDE, MOST_BYTES, MOST_SCANS, clean
from apps.files.refusals import Refusal, Refused
from tests.files.conftest import bomb, located, moving, noisy, photo, scanned, written

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def shown(content):
    return Image.open(BytesIO(content))


def zipped(content):
    """A picture that is an archive as well."""
    archive = BytesIO()
    with ZipFile(archive, "w") as book:
        book.writestr("evil.html", HTML)
    return content + archive.getvalue()


def refusal(content):
    with pytest.raises(Refused) as refused:
        clean(content)
    return refused.value.why


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_a_jpeg_of_the_same_size(form):
    picture = clean(photo(form=form))

    assert shown(picture.content).format == "JPEG"
    assert (picture.width, picture.height) == shown(picture.content).size == (320, 240)


def test_the_same_bytes_make_the_same_picture():
    assert clean(photo()).sha256 == clean(photo()).sha256 != clean(photo(seed=2)).sha256


def test_place_time_and_profile_do_not_survive_and_the_picture_stands_upright():
    sent = located()
    picture = clean(sent)

    assert b"CANARY" in sent
    assert b"CANARY" not in picture.content
    assert b"Exif" not in picture.content
    assert not shown(picture.content).getexif()
    assert set(shown(picture.content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (picture.width, picture.height) == (240, 320)


def test_an_archive_behind_a_picture_is_left_behind():
    picture = clean(zipped(photo()))

    assert b"PK\x03\x04" not in picture.content
    assert b"script" not in picture.content


def test_what_is_written_over_a_png_is_left_behind():
    picture = clean(photo(form="PNG", pnginfo=comment("CANARY")))

    assert b"CANARY" not in picture.content


def comment(words):
    info = PngInfo()
    info.add_text("Comment", words)
    return info


def test_a_picture_without_ground_is_laid_on_white():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    assert shown(clean(out.getvalue()).content).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_every_way_of_writing_points_is_read(mode):
    out = BytesIO()
    Image.new(mode, (20, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")

    assert shown(clean(out.getvalue()).content).mode == "RGB"


def test_inks_are_shown_as_the_colours_that_they_print():
    red, green, blue = point(written(Image.new("CMYK", (20, 20), (0, 255, 255, 0))))

    assert red > 240
    assert max(green, blue) < 15


def point(content, at=(10, 10)):
    return shown(clean(content).content).getpixel(at)


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_greys_of_sixteen_bits_stay_greys(mode):
    red, green, blue = point(written(Image.new(mode, (20, 20), 128 * 256), "PNG"))

    assert red == green == blue
    assert abs(red - 128) <= 2


@pytest.mark.parametrize("turned", range(1, 9))
def test_however_the_camera_was_held_the_picture_stands_upright(turned):
    corner = Image.new("RGB", (80, 60), "white")
    corner.paste("red", (0, 0, 40, 30))
    exif = Image.Exif()
    exif[0x0112] = turned
    lying = corner.transpose(UNDOING[turned]) if turned > 1 else corner
    content = written(lying, quality=95, exif=exif)

    assert shown(clean(content).content).size == (80, 60)
    assert point(content)[1] < 60
    assert min(point(content, (70, 50))) > 240


# How a camera writes what stands upright, for each of its marks.
UNDOING = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("form", ["WEBP", "PNG", "MPO"])
def test_of_what_moves_or_holds_several_the_first_is_kept(form):
    assert point(moving(form))[0] > 240


@pytest.mark.parametrize("form", ["GIF", "AVIF"])
def test_what_moves_and_no_camera_writes_is_refused(form):
    assert refusal(moving(form)) == Refusal.TYPE


def test_what_an_iphone_writes_is_refused_since_tablets_send_no_such_thing():
    assert refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)) == Refusal.TYPE


def test_a_small_file_that_is_drawn_over_and_over_is_refused_before_it_costs_an_hour():
    assert refusal(scanned(MOST_SCANS)) == Refusal.POINTS
    assert clean(scanned(0))


@pytest.mark.parametrize("most", [120_000, 300_000])
def test_what_the_question_does_not_allow_is_made_smaller_and_not_lost(most):
    content = written(noisy(), quality=95)

    picture = clean(content, most=most)

    assert len(content) > 2 * most
    assert most / 2 < len(picture.content) <= most
    assert picture.width * 3 == pytest.approx(picture.height * 4, abs=4)


def slip():
    """Grey paper with its grain, and figures in blue."""
    grain = bytes(180 + one % 60 for one in Random(3).randbytes(400 * 300))
    paper = Image.frombytes("L", (400, 300), grain).resize((1200, 900), Image.Resampling.BICUBIC).convert("RGB")
    draw = ImageDraw.Draw(paper)
    for row in range(20):
        draw.text((60, 40 + 40 * row), f"{row} 14-{row:05d} 12.35 ct 2026-11-{row + 1:02d}", "#1d2a55", font_size=20)
    return paper


@pytest.mark.parametrize("quality", [50, 65, 80])
def test_what_a_tablet_made_small_is_written_again_and_loses_next_to_nothing(quality):
    """The figures of a slip went through one loss on the tablet, and must not go through another."""
    content = written(slip(), quality=quality)

    picture = clean(content)

    lost = ImageStat.Stat(ImageChops.difference(shown(content), shown(picture.content))).rms
    assert max(lost) < 0.6
    assert len(picture.content) == pytest.approx(len(content), rel=0.02)


def test_a_cameras_own_steps_are_not_kept():
    steps = [list(range(1, 65)), list(range(64, 0, -1))]
    picture = clean(written(noisy(400, 300), qtables=steps))

    assert shown(picture.content).quantization[0] == shown(clean(photo(form="PNG")).content).quantization[0]


def test_a_picture_within_its_limit_keeps_all_its_points():
    assert clean(photo(1600, 1200), most=120_000).width == 1600


def test_a_large_picture_is_made_smaller():
    picture = clean(photo(4000, 3000))

    assert max(picture.width, picture.height) <= LONGEST_SIDE
    assert picture.width * 3 == picture.height * 4


@pytest.mark.parametrize("content", [SVG, HTML, GIF, b"", b"%PDF-1.7", zipped(GIF), b"BM" + bytes(60)])
def test_what_is_no_photo_is_refused(content):
    assert refusal(content) == Refusal.TYPE


def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_unpacked():
    content = bomb()

    assert len(content) < 30_000
    assert refusal(content) == Refusal.POINTS


@pytest.mark.parametrize("side", [4_950, 6_500])
def test_above_the_limit_it_is_refused_whether_the_decoder_warns_or_fails(side):
    assert refusal(bomb(side)) == Refusal.POINTS


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_picture_is_refused(form, part):
    content = photo(form=form, quality=90) if form != "PNG" else photo(form=form)

    assert refusal(content[: int(len(content) * part)]) in {Refusal.DAMAGED, Refusal.TYPE}


def test_a_file_larger_than_eight_megabytes_is_refused():
    assert refusal(bytes(MOST_BYTES + 1)) == Refusal.LARGE


@pytest.mark.parametrize("at", range(0, 600, 7))
def test_a_changed_byte_is_a_picture_or_a_sentence_and_no_fault(at):
    content = bytearray(photo(64, 48))
    content[at % len(content)] ^= 0xFF

    with suppress(Refused):
        assert shown(clean(bytes(content)).content).format == "JPEG"


@pytest.mark.parametrize("why", list(Refusal))
def test_a_refusal_is_a_sentence_in_both_languages(why):
    with override("fr"):
        french = str(why.label)

    assert why.label.endswith(".")
    assert french.endswith(".")
    assert french != str(why.label)
