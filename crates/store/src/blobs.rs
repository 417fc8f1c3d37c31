//! Blobs: pictures, renditions, themes; named by the hash of their bytes, in a folder or an S3-compatible bucket.
//! Commands put them before their transaction names them; the site streams them out.

use crate::{Result, StoreError};
use bytes::Bytes;
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

/// Two levels of folders, so that none grows to a hundred thousand files.
fn path_of(hash: &str) -> BlobPath {
    let (first, rest) = hash.split_at_checked(2).unwrap_or(("xx", hash));
    BlobPath::from(format!("{first}/{rest}"))
}
