//! Pictures in the browser: reading a file, drawing the square, and making a file of it.

use domain::photo::Side;
use js_sys::futures::JsFuture;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use super::crop::Crop;

/// The longest side that is worked with: more than any photo needs, less than any
/// browser's limit for a drawing.
const WORK_SIDE: f64 = 3000.0;

/// A picture in full, upright, and no larger than is worked with.
pub(super) async fn read(url: &str) -> Option<(HtmlCanvasElement, Crop)> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let scale = (WORK_SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round(), (height * scale).round());
    let canvas = new_canvas(width, height)?;
    let context = context(&canvas)?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        .ok()?;
    Some((canvas, Crop::of(width, height)))
}

/// Draws the square, and `inset` of a side more of the picture around it.
pub(super) fn draw(
    canvas: &HtmlCanvasElement,
    picture: &HtmlCanvasElement,
    crop: &Crop,
    inset: f64,
) {
    let Some(context) = context(canvas) else { return };
    let side = f64::from(canvas.width());
    let matrix = crop.matrix(side * (1.0 - 2.0 * inset), side * inset);
    // Each of these fails only where there is no drawing at all.
    let _ = transform(&context, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    context.clear_rect(0.0, 0.0, side, side);
    let _ = transform(&context, matrix);
    let _ = context.draw_image_with_html_canvas_element(picture, 0.0, 0.0);
}

fn transform(context: &CanvasRenderingContext2d, matrix: [f64; 6]) -> Result<(), JsValue> {
    let [xx, xy, yx, yy, x, y] = matrix;
    context.set_transform(xx, xy, yx, yy, x, y)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    // Of the three qualities the best; the default leaves steps.
    let _ = js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    Some(context)
}

fn new_canvas(width: f64, height: f64) -> Option<HtmlCanvasElement> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let pixels = |length: f64| JsValue::from(length.round().max(1.0));
    let _ = js_sys::Reflect::set(&canvas, &"width".into(), &pixels(width));
    let _ = js_sys::Reflect::set(&canvas, &"height".into(), &pixels(height));
    Some(canvas)
}

/// The square as a file of this kind.
pub(super) async fn square(
    picture: &HtmlCanvasElement,
    crop: &Crop,
    kind: &'static str,
) -> Option<Blob> {
    let side = f64::from(Side::Large.pixels());
    let canvas = new_canvas(side, side)?;
    draw(&canvas, picture, crop, 0.0);
    let made = js_sys::Promise::new(&mut |resolve, _| {
        let quality = JsValue::from(0.92);
        if canvas.to_blob_with_type_and_encoder_options(&resolve, kind, &quality).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
