//! A QR code in the page: black on white whatever the page, the browser or an extension does to colours.

use contract::decimal::decimal;

use crate::dom::{Node, svg};

/// All that is drawn as black, all else as white: opacity in, colours out. Colours are written nowhere, neither as an
/// attribute nor in the style sheet, for extensions that darken pages rewrite each that they find.
const INK: &str = "feColorMatrix[in=SourceAlpha][values=0 0 0 -1 1 0 0 0 -1 1 0 0 0 -1 1 0 0 0 0 1]";

/// A QR code of `modules` on a side, `module_px` pixels each where there is room. Its name tells the purpose, not what it
/// holds.
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
    let dark = svg("path[stroke-width=0]").attribute("d", path);
    drawing.child(filter).child(svg("g[filter=url(#ink)]").child(dark))
}
