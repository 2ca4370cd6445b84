from __future__ import annotations

from decimal import Decimal

import pytest

from apps.ledger.publishing.files import read_cells
from apps.ledger.publishing.lines import overlapping, read_lines, repeated

HEADER = "period,channel,province,carats\n"


def read(*lines, header=HEADER):
    return read_lines(read_cells((header + "\n".join(lines)).encode()))


def sentences(*lines):
    return [str(fault) for fault in read(*lines)[1]]


def test_a_line_is_read_as_it_is_published():
    (line,), faults = read("2023-Q1,artisanal,Kasaï-Oriental,1494769.87")

    assert faults == []
    assert (line.at, line.period.code, line.channel, line.name) == (2, "2023-Q1", "artisanal", "Kasaï-Oriental")
    assert line.carats == Decimal("1494769.87")


@pytest.mark.parametrize("number", ['"8 524,31"', '"8\u00a0524,31"', "8 524.31", '"8.524,31"', '"8,524.31"'])
def test_french_and_english_numbers_are_read(number):
    (line,), _ = read(f"2023-Q1,artisanal,Kwango,{number}")

    assert line.carats == Decimal("8524.31")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_another_separator_is_known_by_the_header(delimiter):
    header = HEADER.replace(",", delimiter)
    (line,), _ = read(delimiter.join(["2023-Q1", "artisanal", "Kwango", "8 524,31"]), header=header)

    assert line.carats == Decimal("8524.31")


@pytest.mark.parametrize("channel", ["semi-industrial", "Semi-Industrial", "semi_industrial", " semi industrial "])
def test_a_channel_is_known_in_any_spelling(channel):
    (line,), _ = read(f"2023-Q1,{channel},TOTAL,626.87")

    assert (line.channel, line.is_total) == ("semi_industrial", True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2023-Q5,artisanal,Kwango,1", "not a period"),
        (",artisanal,Kwango,1", "not a period"),
        ("2023-Q1,alluvial,Kwango,1", "not a channel"),
        ("2023-Q1,,Kwango,1", "not a channel"),
        ("2023-Q1,artisanal,,1", "third column is blank"),
        ("2023-Q1,artisanal,--,1", "formula, not a name"),
        ("2023-Q1,industrial,=SACIM,1", "formula, not a name"),
        ("2023-Q1,industrial,＝SACIM,1", "formula, not a name"),
        ("2023-Q1,industrial, @SACIM,1", "formula, not a name"),
        ("2023-Q1,industrial,Sous-total,1", "looks like a sum"),
        ("2023-Q1,industrial,TOTAL GÉNÉRAL,1", "looks like a sum"),
        ("2023-Q1,industrial,SAC\u200bIM,1", "not a name"),
        (f"2023-Q1,industrial,{'S' * 81},1", "not a name"),
        ("2023-Q1,all,SACIM,1", "TOTAL only"),
        ("2023-Q1,artisanal,Kwango,", "blank"),
        ("2023-Q1,artisanal,Kwango,-1.00", "negative"),
        ("2023-Q1,artisanal,Kwango,1.005", "two ways"),
        ("2023-Q1,artisanal,Kwango,1000.005", "more than 2 decimals"),
        ("2023-Q1,artisanal,Kwango,1.234", "two ways"),
        ("2023-Q1,artisanal,Kwango,=1+1", "formula"),
        ("2023-Q1,artisanal,Kwango,+1", "formula"),
        ("2023-Q1,artisanal,Kwango,\t1", "formula"),
        ("2023-Q1,artisanal,Kwango,12000000000", "too large"),
        (f"2023-Q1,artisanal,Kwango,{'9' * 400}", "too large"),
        ("2023-Q1,artisanal,Kwango,8 524,31", "5 columns, not 4"),
        ("2023-Q1,artisanal,Kwango", "3 columns, not 4"),
    ],
)
def test_a_wrong_line_says_why_with_its_number(line, sentence):
    (told,) = sentences("2023-Q1,artisanal,Tshopo,1.00", line)

    assert told.startswith("Line 3: ")
    assert sentence in told


def test_every_wrong_line_is_named_and_each_of_its_cells():
    told = sentences("2023-Q9,alluvial,Kwango,-1", "2023-Q1,artisanal,Tshopo,1.00", "2023-Q1,artisanal,Kwango,x")

    assert [sentence[:7] for sentence in told] == ["Line 2:", "Line 2:", "Line 2:", "Line 4:"]


def test_a_blank_line_is_no_line_but_counts_as_one():
    (told,) = sentences("", "2023-Q1,artisanal,Kwango,x")

    assert told.startswith("Line 3: ")


def test_a_line_twice_would_count_twice():
    lines, _ = read(
        "2023-Q1,artisanal,Kasaï-Oriental,1", "2023-Q1,industrial,SACIM,1", "2023-Q1,artisanal,KASAI ORIENTAL,2"
    )

    assert [str(fault) for fault in repeated(lines)] == ["Line 4: it repeats line 2."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2023-Q1,artisanal", "2023-H1,artisanal"),
        ("2023,artisanal", "2023-Q4,artisanal"),
        ("2023-Q1,all", "2023,artisanal"),
    ],
)
def test_periods_that_share_days_would_count_twice(first, second):
    lines, _ = read(f"{first},TOTAL,1", f"{second},TOTAL,1")

    assert [fault.at for fault in overlapping(lines)] == [3]


@pytest.mark.parametrize(
    ("first", "second"), [("2023-Q1,artisanal", "2023-Q2,artisanal"), ("2023-Q1,artisanal", "2023-H1,industrial")]
)
def test_other_days_or_another_channel_share_nothing(first, second):
    lines, _ = read(f"{first},TOTAL,1", f"{second},TOTAL,1")

    assert list(overlapping(lines)) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (HEADER.encode(), "no lines"),
        (b"period,channel,carats\n2023-Q1,artisanal,1\n", "Line 1: the header"),
        (b"2023-Q1,artisanal,Kwango,1\n", "Line 1: the header"),
        (b"period,channel,province,carats,note\n", "Line 1: the header"),
        ((HEADER + "2023-Q1,artisanal,Kasaï,1").encode("latin-1"), "Line 2: the file is not UTF-8"),
        ((HEADER + "2023-Q1,artisanal,Kwango,1").encode("utf-16"), "not UTF-8"),
        ((HEADER + "2023-Q1,artisanal,Kwango,1\0").encode(), "Line 2: a NUL"),
        ((HEADER + '2023-Q1,artisanal,"Kwango,1').encode(), "quotation marks"),
        ((HEADER + "2023-Q1,artisanal," + "K" * 200_000 + ",1").encode(), "too long"),
    ],
)
def test_another_file_is_refused_as_a_whole(content, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_cells(content)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_line_end_are_read(end):
    content = "\ufeff" + HEADER + "2023-Q1,artisanal,Kwango,1\n"

    assert read_cells(content.replace("\n", end).encode())[0].cells[2] == "Kwango"
