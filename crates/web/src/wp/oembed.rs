//! `/oembed/1.0/embed`: the card of a story at the address where sites look for it that know WordPress.
//! The same answer as `/oembed`.

use super::Given;
use super::args::Asked;
use super::problem::Fault;
use crate::site::machines::oembed::Bounds;
use crate::site::{Reader, machines, oembed};
use courant_store::StoreError;
use http::StatusCode;

/// The card.
pub(super) async fn give(reader: &mut Reader<'_>, asked: &Asked) -> Result<Given, Fault> {
    if asked.text("format") == "xml" {
        let message = "XML is given at /oembed.";
        return Err(Fault::new(StatusCode::NOT_IMPLEMENTED, "oembed_xml_elsewhere", message));
    }
    let Some((story, paper)) = oembed::find(reader, asked.text("url")).await? else {
        return Err(Fault::new(StatusCode::NOT_FOUND, "oembed_invalid_url", "Not Found"));
    };
    let bound = |name: &str| asked.number(name).and_then(|number| u32::try_from(number).ok());
    let bounds = Bounds {
        width: bound("maxwidth"),
        height: bound("maxheight"),
    };
    let bytes = machines::oembed_json(&story, &paper, bounds);
    let body = serde_json::from_slice(&bytes).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    Ok(Given::one(body))
}
