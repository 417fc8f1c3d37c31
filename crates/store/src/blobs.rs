//! Blobs: pictures, renditions, themes; named by the hash of their bytes, in a folder or an S3-compatible bucket.
//! Commands put them before their transaction names them; the site streams them out. Originals and parts of files on
//! their way lie apart, under names that no address of the site can spell.

use crate::{Result, StoreError};
use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::path::Path as BlobPath;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Where the blobs are. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    in_a_folder: bool,
}

/// How to reach an S3-compatible bucket.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// `https://…` of the service; `None` for Amazon's own.
    pub endpoint: Option<String>,
    /// Region.
    pub region: String,
    /// Access key.
    pub access_key: String,
    /// Secret key.
    pub secret_key: String,
}

impl Blobs {
    /// Blobs in a folder, which is made when it is not there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::File {
            path: folder.to_owned(),
            error,
        })?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            in_a_folder: true,
        })
    }

    /// Blobs in a bucket.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self> {
        let mut builder = object_store::aws::AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Self {
            store: Arc::new(builder.build()?),
            in_a_folder: false,
        })
    }

    /// Whether other machines cannot see these blobs.
    pub fn are_in_a_folder(&self) -> bool {
        self.in_a_folder
    }

    /// Keeps bytes and returns their name: the first 32 hexadecimal digits of their SHA-256.
    #[crate::boxed]
    pub async fn put(&self, bytes: Bytes) -> Result<String> {
        let hash = name_of(&bytes);
        let options = PutOptions {
            mode: PutMode::Create,
            ..PutOptions::default()
        };
        match self.store.put_opts(&path_of(&hash), bytes.into(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(hash),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps bytes that are sent to nobody, and returns their name. [`Blobs::get`] and [`Blobs::size`] do not find them.
    pub async fn put_private(&self, bytes: Bytes) -> Result<String> {
        let hash = name_of(&bytes);
        let options = PutOptions {
            mode: PutMode::Create,
            ..PutOptions::default()
        };
        match self.store.put_opts(&private(&hash), bytes.into(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(hash),
            Err(error) => Err(error.into()),
        }
    }

    /// All bytes of an original; one that came before originals lay apart is found too.
    pub async fn get_private(&self, hash: &str) -> Result<Option<Bytes>> {
        if !is_name(hash) {
            return Ok(None);
        }
        match self.store.get(&private(hash)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => self.get(hash).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a part of a file on its way; `upload` and `part` are ids.
    pub async fn put_part(&self, upload: &str, part: &str, bytes: Bytes) -> Result<()> {
        self.store.put(&part_of(upload, part), bytes.into()).await?;
        Ok(())
    }

    /// The parts of a file, put together. At most `size` bytes are taken.
    pub async fn join_parts(&self, upload: &str, parts: &[String], size: usize) -> Result<Bytes> {
        let mut whole = Vec::with_capacity(size);
        for part in parts {
            let bytes = self.store.get(&part_of(upload, part)).await?.bytes().await?;
            if whole.len() + bytes.len() > size {
                return Err(StoreError::Unreadable(format!(
                    "the parts of upload {upload} are too long"
                )));
            }
            whole.extend_from_slice(&bytes);
        }
        Ok(whole.into())
    }

    /// Forgets the parts of a file, also those that no row names.
    pub async fn drop_parts(&self, upload: &str) -> Result<()> {
        let folder = BlobPath::from(format!("uploads/{upload}"));
        let found: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
        for one in found {
            match self.store.delete(&one.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// All bytes of a blob; `None` when there is none of that name.
    #[crate::boxed]
    pub async fn get(&self, hash: &str) -> Result<Option<Bytes>> {
        if !is_name(hash) {
            return Ok(None);
        }
        match self.store.get(&path_of(hash)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Size of a blob in bytes; `None` when there is none of that name.
    #[crate::boxed]
    pub async fn size(&self, hash: &str) -> Result<Option<u64>> {
        if !is_name(hash) {
            return Ok(None);
        }
        match self.store.head(&path_of(hash)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A part of a blob.
    #[crate::boxed]
    pub async fn range(&self, hash: &str, range: Range<u64>) -> Result<Bytes> {
        Ok(self.store.get_range(&path_of(hash), range).await?)
    }
}

/// The name that bytes have as a blob.
pub fn name_of(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest
        .as_ref()
        .iter()
        .take(16)
        .fold(String::with_capacity(32), |mut name, byte| {
            use std::fmt::Write;
            let _ = write!(name, "{byte:02x}");
            name
        })
}

fn is_name(hash: &str) -> bool {
    hash.len() == 32
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
}

fn private(hash: &str) -> BlobPath {
    let (first, rest) = hash.split_at_checked(2).unwrap_or(("xx", hash));
    BlobPath::from(format!("originals/{first}/{rest}"))
}

fn part_of(upload: &str, part: &str) -> BlobPath {
    BlobPath::from(format!("uploads/{upload}/{part}"))
}

/// Two levels of folders, so that none grows to a hundred thousand files.
fn path_of(hash: &str) -> BlobPath {
    let (first, rest) = hash.split_at_checked(2).unwrap_or(("xx", hash));
    BlobPath::from(format!("{first}/{rest}"))
}
