//! Renders the explanation as a page: a PDF (ISO 32000-1) of one page, in a standard font.

use std::fmt::Write as _;

/// Characters that fit on a line at 11 points between the margins of A4.
const LINE: usize = 85;

/// A page with `text`. Characters that the standard font lacks appear as `?`. The subject of the document has all of
/// them.
pub fn page(text: &str) -> Vec<u8> {
    let lines = lines(text);
    let mut content = b"BT /F 11 Tf 15 TL 56 785 Td\n".to_vec();
    for line in &lines {
        content.push(b'(');
        content.extend(line.chars().flat_map(escaped));
        content.extend_from_slice(b") Tj T*\n");
    }
    content.extend_from_slice(b"ET");

    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let sheet =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";
    let stream =
        [format!("<</Length {}>>stream\n", content.len()).as_bytes(), &content, b"\nendstream"].concat();
    let subject = format!("<</Subject<{}>>>", utf16(&lines.join(" ")));
    document(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        sheet.into(),
        stream,
        font.into(),
        subject.into_bytes(),
    ])
}

/// The PDF file: header, objects, cross-reference table and trailer. The first object is the catalogue, the last the
/// document information.
fn document(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(table, "{:010} 00000 n ", pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        pdf.extend_from_slice(object);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let (start, size, information) = (pdf.len(), objects.len() + 1, objects.len());
    let trailer = format!(
        "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R/Info {information} 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    pdf.extend_from_slice(trailer.as_bytes());
    pdf
}

/// Wraps `text` into lines of at most [`LINE`] characters. A longer word is split.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LINE {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if line.chars().count() == LINE {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    lines
}

/// A character as a byte of a PDF string. Windows-1252 equals Unicode from U+00A0 to U+00FF.
fn escaped(character: char) -> Vec<u8> {
    match character {
        '(' | ')' | '\\' => vec![b'\\', u8::try_from(character).unwrap_or(b'?')],
        ' '..='~' | '\u{a0}'..='\u{ff}' => vec![u8::try_from(character).unwrap_or(b'?')],
        '\u{2019}' => vec![b'\''],
        '\u{153}' => b"oe".to_vec(),
        '\u{20ac}' => vec![0x80],
        _ => vec![b'?'],
    }
}

/// UTF-16 with a byte order mark, in hexadecimal digits.
fn utf16(text: &str) -> String {
    let mut digits = String::from("FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(digits, "{unit:04X}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pdf: &[u8], part: &[u8]) -> Option<usize> {
        pdf.windows(part.len()).position(|window| window == part)
    }

    #[test]
    fn a_text_is_on_the_page_and_escapes_pdf_syntax() {
        let pdf = page("J\u{2019}étudie à Lille.\n) Tj ET endstream (\\");
        assert!(find(&pdf, b"(J'\xe9tudie \xe0 Lille. \\) Tj ET endstream \\(\\\\) Tj").is_some());
        assert!(find(&page("\u{4f60}"), b"(?) Tj").is_some());
        assert!(find(&page("\u{4f60}"), b"<FEFF4F60>").is_some());
    }

    #[test]
    fn long_texts_are_broken_into_lines() {
        let lines = lines(&["word ".repeat(40), "x".repeat(100)].concat());
        assert!(lines.iter().all(|line| line.chars().count() <= LINE));
        assert_eq!(lines.iter().flat_map(|line| line.chars()).filter(|c| *c == 'x').count(), 100);
    }

    #[test]
    fn the_cross_reference_table_points_at_every_object() {
        let pdf = page("I study in Lille.");
        let start = find(&pdf, b"xref\n0").unwrap();
        assert!(find(&pdf, format!("startxref\n{start}\n").as_bytes()).is_some());
        let table = String::from_utf8_lossy(&pdf[start..]).into_owned();
        for (index, row) in table.lines().skip(3).take(6).enumerate() {
            let offset: usize = row[..10].parse().unwrap();
            assert!(pdf[offset..].starts_with(format!("{} 0 obj", index + 1).as_bytes()), "{row}");
        }
    }
}
