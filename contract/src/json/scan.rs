//! The grammar of JSON: where a value ends. `None` everywhere means that the text is not JSON.

/// How deep values may be nested, as serde_json has it: each level takes some of the stack.
const MAX_DEPTH: u32 = 127;

/// A position in a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Passes these bytes over while they come.
    fn skip_all(&mut self, is_one: fn(u8) -> bool) {
        while self.peek().is_some_and(is_one) {
            self.at += 1;
        }
    }

    pub(super) fn skip_space(&mut self) {
        self.skip_all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Passes a value over, from its first character on.
    pub(super) fn skip_value(&mut self) -> Option<()> {
        self.value(MAX_DEPTH)
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.next()? {
            b'"' => self.string(),
            b'{' => self.list(b'}', depth.checked_sub(1)?),
            b'[' => self.list(b']', depth.checked_sub(1)?),
            b't' => self.word("rue"),
            b'f' => self.word("alse"),
            b'n' => self.word("ull"),
            b'-' => {
                let first = self.next()?;
                self.number(first)
            }
            first => self.number(first),
        }
    }

    /// The members of an object or the items of an array, to the closing bracket.
    fn list(&mut self, end: u8, depth: u32) -> Option<()> {
        self.skip_space();
        if self.peek()? == end {
            return self.next().map(drop);
        }
        loop {
            self.skip_space();
            if end == b'}' {
                self.expect(b'"')?;
                self.string()?;
                self.skip_space();
                self.expect(b':')?;
                self.skip_space();
            }
            self.value(depth)?;
            self.skip_space();
            match self.next()? {
                b',' => {}
                other => return (other == end).then_some(()),
            }
        }
    }

    /// The rest of a string, to the closing quotation mark.
    fn string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..=0x1F => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                for _ in 0..4 {
                    self.next().filter(u8::is_ascii_hexdigit)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    fn number(&mut self, first: u8) -> Option<()> {
        match first {
            b'0' => {}
            b'1'..=b'9' => self.skip_all(|byte| byte.is_ascii_digit()),
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.figures()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.figures()?;
        }
        Some(())
    }

    /// At least one figure.
    fn figures(&mut self) -> Option<()> {
        self.next().filter(u8::is_ascii_digit)?;
        self.skip_all(|byte| byte.is_ascii_digit());
        Some(())
    }

    fn word(&mut self, rest: &str) -> Option<()> {
        rest.bytes().try_for_each(|byte| self.expect(byte))
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.next().filter(|next| *next == byte).map(drop)
    }
}
