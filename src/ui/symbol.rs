//! A QR code on the page: black on white, whatever the page, the browser or an extension does to colours.

use contract::decimal::decimal;

use crate::dom::{Node, svg};

/// A filter that draws everything opaque black and everything else white; colours are ignored. No colour is written as an
/// attribute or in the style sheet, because extensions that darken pages rewrite every colour they find.
const INK: &str = "feColorMatrix[in=SourceAlpha][values=0 0 0 -1 1 0 0 0 -1 1 0 0 0 -1 1 0 0 0 0 1]";

/// A QR code with `modules` on a side, each `module_px` pixels wide if there is room. Its accessible name tells the purpose,
/// not the content.
pub(super) fn symbol(modules: usize, path: &str, label: &str, module_px: usize) -> Node {
    let pixels = decimal((modules * module_px) as u64);
    let modules = decimal(modules as u64);
    let drawing = svg("svg[class=symbol][role=img]")
        .attribute("aria-label", label)
        .attribute("viewBox", &["0 0 ", &modules, " ", &modules].concat())
        .attribute("width", &pixels)
        .attribute("height", &pixels)
        .attribute("shape-rendering", "crispEdges");
    let filter =
        svg("filter[id=ink][filterUnits=userSpaceOnUse][x=0][y=0][color-interpolation-filters=sRGB]")
            .attribute("width", &modules)
            .attribute("height", &modules)
            .child(svg(INK));
    // WebKit draws a filter only within the box of what it is applied to: a line without an area stretches that box over
    // the quiet zone.
    let outline = [path, "M0 0L", &modules, " ", &modules, "z"].concat();
    let dark = svg("path[stroke-width=0]").attribute("d", &outline);
    drawing.child(filter).child(svg("g[filter=url(#ink)]").child(dark))
}
