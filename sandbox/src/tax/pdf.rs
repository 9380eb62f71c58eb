//! Writes a minimal PDF with some lines of text: one A4 page in the standard font Helvetica (PDF 1.4, ISO 32000-1
//! section 7). Letters outside Latin-1 become `?`.

/// Distance between two lines, in points.
const LEADING: u32 = 22;

/// One page with these lines, from the top.
pub fn page(lines: &[String]) -> Vec<u8> {
    let mut content = format!("BT /F1 12 Tf {LEADING} TL 72 770 Td\n").into_bytes();
    for line in lines {
        content.push(b'(');
        content.extend(line.chars().flat_map(escaped));
        content.extend_from_slice(b") Tj T*\n");
    }
    content.extend_from_slice(b"ET\n");
    let stream =
        [format!("<< /Length {} >>\nstream\n", content.len()).into_bytes(), content, b"endstream".to_vec()];
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream.concat(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    assemble(&objects)
}

/// Assembles the objects and their cross-reference table.
fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    // Four bytes above 127 tell other programs that the file is binary.
    let mut file = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let position = file.len();
    file.extend(table.into_bytes());
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{position}\n%%EOF\n").into_bytes(),
    );
    file
}

fn escaped(letter: char) -> Vec<u8> {
    let byte = u8::try_from(letter).ok().filter(|byte| !byte.is_ascii_control()).unwrap_or(b'?');
    if matches!(byte, b'(' | b')' | b'\\') { vec![b'\\', byte] } else { vec![byte] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[&str]) -> String {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        page(&lines).into_iter().map(char::from).collect()
    }

    #[test]
    fn the_cross_reference_table_points_at_every_object() {
        let file = text(&["Auto-certification", "Corinne"]);
        let start: usize =
            file.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        assert!(file[start - file[..start].chars().filter(|c| *c as u32 > 127).count()..].contains("xref"));
        let bytes: Vec<u8> = file.chars().map(|c| u8::try_from(c).unwrap()).collect();
        assert!(bytes[start..].starts_with(b"xref\n0 6\n"));
        let table = std::str::from_utf8(&bytes[start..]).unwrap();
        for (index, line) in table.lines().skip(3).take(5).enumerate() {
            let position: usize = line.split(' ').next().unwrap().parse().unwrap();
            assert!(bytes[position..].starts_with(format!("{} 0 obj\n", index + 1).as_bytes()), "{line}");
        }
    }

    #[test]
    fn brackets_and_foreign_letters_do_not_break_it() {
        let file = text(&[r"a (b) \ Émilie Łódź"]);
        assert!(file.contains(r"(a \(b\) \\ Émilie ?ód?) Tj"), "{file}");
    }
}
