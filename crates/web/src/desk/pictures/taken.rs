//! Reads the files of a multipart form, one after the other, and makes a picture of each. No file is held whole: what
//! comes is written down in parts, as an upload with script is. One that is refused leaves the others alone.

use super::unreadable;
use crate::app::App;
use crate::auth::Signed;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use bytes::BytesMut;
use courant_model::picture::Upload;
use courant_newsroom::uploads::{self, Finished, LARGEST};
use courant_newsroom::{Error, Refusal};

/// Bytes that are written down at once.
const PART: usize = 2 * 1024 * 1024;

/// A file that was not taken.
pub(super) struct Refused {
    pub(super) name: String,
    pub(super) refusal: Refusal,
}

/// What became of the files of a form.
#[derive(Default)]
pub(super) struct Taken {
    /// Ids of the pictures made.
    pub(super) pictures: Vec<String>,
    /// Names of files whose bytes the library has, and the picture of them.
    pub(super) twins: Vec<(String, String)>,
    pub(super) refused: Vec<Refused>,
}

/// Takes all files of a form, at most so many.
pub(super) async fn all(app: &App, signed: &Signed, mut form: Multipart, most: usize) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let mut seen = 0;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        seen += 1;
        if seen > most {
            let refusal = Refusal::new("upload-many", format!("a form takes {most} files at once"));
            taken.refused.push(Refused { name, refusal });
            continue;
        }
        match one(app, signed, &name, field).await {
            // A form without a choice sends one nameless, empty file.
            Ok(None) => {}
            Ok(Some(Finished::Picture(picture))) => taken.pictures.push(picture.id),
            Ok(Some(Finished::Twin(picture))) => taken.twins.push((name, picture.id)),
            Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
                taken.refused.push(Refused { name, refusal });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}

/// The first file of a form, whole and waiting; for replacing a picture.
pub(super) async fn first(app: &App, signed: &Signed, mut form: Multipart) -> Result<Upload, Error> {
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        if let Some(upload) = written(app, signed, &name, field).await? {
            return Ok(upload);
        }
    }
    Err(Refusal::new("upload-empty", "choose a file first").into())
}

async fn one(app: &App, signed: &Signed, name: &str, field: Field<'_>) -> Result<Option<Finished>, Error> {
    let Some(upload) = written(app, signed, name, field).await? else {
        return Ok(None);
    };
    let who = signed.who();
    let finished = uploads::finish(&app.newsroom, &who, &upload.id, false).await?;
    if matches!(finished, Finished::Twin(_)) {
        uploads::forget(&app.newsroom, &who, &upload.id).await?;
    }
    Ok(Some(finished))
}

/// Writes a field down as an upload; `None` for the empty field of a form without a choice.
async fn written(app: &App, signed: &Signed, name: &str, mut field: Field<'_>) -> Result<Option<Upload>, Error> {
    let who = signed.who();
    let house = &app.newsroom.house;
    let mut under_way: Option<Upload> = None;
    let mut waiting = BytesMut::new();
    let mut place = 0_i64;
    loop {
        let more = field.chunk().await.map_err(|_| unreadable())?;
        let over = more.is_none();
        waiting.extend_from_slice(&more.unwrap_or_default());
        if place + waiting.len() as i64 > LARGEST {
            if let Some(upload) = &under_way {
                uploads::forget(&app.newsroom, &who, &upload.id).await?;
            }
            let most = LARGEST / 1024 / 1024;
            return Err(Refusal::new("upload-large", format!("the file is larger than {most} MB")).into());
        }
        if waiting.len() >= PART || (over && !waiting.is_empty()) {
            let upload = if let Some(upload) = &under_way {
                upload
            } else {
                // How long it is nobody knows before its end.
                let mut tx = app.newsroom.store.write().await?;
                let upload = uploads::begin(&mut tx, house, &who, name, LARGEST).await?;
                tx.commit().await?;
                under_way.insert(upload)
            };
            let part = waiting.split().freeze();
            place = uploads::grow(&app.newsroom, &who, &upload.id, place, part).await?;
        }
        if over {
            break;
        }
    }
    let Some(upload) = under_way else {
        if name.is_empty() {
            return Ok(None);
        }
        return Err(Refusal::new("upload-empty", "the file is empty").into());
    };
    Ok(Some(uploads::ends_here(&app.newsroom, &who, &upload.id).await?))
}
