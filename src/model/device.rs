//! Whether the page is on a phone or a tablet: a device on which the app can run.

/// What the browser says about the device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Device {
    /// `navigator.platform`; may be empty.
    pub platform: String,
    /// Whether the primary pointer is a finger (`(pointer: coarse)`).
    pub is_coarse: bool,
    /// `navigator.maxTouchPoints`.
    pub touch_points: i32,
}

impl Device {
    /// An iPad calls itself a Mac, and no Mac has a touch screen. Windows runs no phone apps, whatever its screen.
    pub(super) fn is_handheld(&self) -> bool {
        if self.platform.starts_with("Mac") {
            self.touch_points > 1
        } else {
            self.is_coarse && !self.platform.starts_with("Win")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_and_tablets_are_recognised_and_computers_with_touch_screens_are_not_mistaken_for_them() {
        for (platform, is_coarse, touch_points, is_handheld) in [
            ("iPhone", true, 5, true),
            ("iPad", true, 5, true),
            ("MacIntel", true, 5, true), // an iPad that asks for the pages of a desktop
            ("MacIntel", false, 5, true), // with a mouse
            ("MacIntel", false, 0, false), // a Mac
            ("Linux armv8l", true, 5, true),
            ("Linux x86_64", false, 10, false), // a laptop with a touch screen
            ("Win32", true, 10, false),
            ("", true, 1, true),
            ("", false, 0, false),
        ] {
            let device = Device { platform: platform.into(), is_coarse, touch_points };
            assert_eq!(device.is_handheld(), is_handheld, "{device:?}");
        }
    }
}
