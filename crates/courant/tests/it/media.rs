//! Pictures and other blobs on their way to readers: whole, in parts, or known already.
//! Run by `cargo test`, on both engines.

use crate::harness::TestPaper;
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(
    a_picture_is_sent_once_and_kept_for_ever,
    a_part_of_a_blob_is_sent_as_the_standard_says,
    a_name_that_is_no_blob_is_not_found,
);

const SIZE: usize = 1000;

async fn with_a_blob(scratch: Scratch) -> (TestPaper, String, Vec<u8>) {
    let paper = TestPaper::empty(scratch).await;
    let bytes: Vec<u8> = (0..SIZE).map(|n| (n % 251) as u8).collect();
    let hash = paper.newsroom.blobs.put(bytes.clone().into()).await.unwrap();
    (paper, format!("/media/{hash}/harbour.jpg"), bytes)
}

async fn a_picture_is_sent_once_and_kept_for_ever(scratch: Scratch) {
    let (paper, path, bytes) = with_a_blob(scratch).await;
    let whole = paper.get(&path).await;
    assert_eq!((whole.status, whole.says("content-type").as_str()), (200, "image/jpeg"));
    assert_eq!(whole.body, bytes);
    assert_eq!(
        whole.says("cache-control"),
        "public, max-age=31536000, immutable, s-maxage=3600"
    );
    assert_eq!(whole.says("accept-ranges"), "bytes");
    assert_eq!(whole.says("x-content-type-options"), "nosniff");
    let etag = whole.says("etag");
    for known in [etag.as_str(), "*"] {
        let answer = paper.get_with(&path, &[("if-none-match", known)]).await;
        assert_eq!(
            (answer.status, answer.body.len(), answer.says("etag")),
            (304, 0, etag.clone())
        );
    }
    let head = paper.call("HEAD", &path, &[], b"").await;
    assert_eq!(
        (head.status, head.body.len(), head.says("content-length")),
        (200, 0, SIZE.to_string())
    );
    assert_eq!(paper.post(&path, &[]).await.status, 405);
}

async fn a_part_of_a_blob_is_sent_as_the_standard_says(scratch: Scratch) {
    let (paper, path, bytes) = with_a_blob(scratch).await;
    for (asked, part) in [
        ("bytes=0-9", 0..10),
        ("bytes=990-", 990..1000),
        ("bytes=-5", 995..1000),
        ("bytes=500-5000", 500..1000),
    ] {
        let answer = paper.get_with(&path, &[("range", asked)]).await;
        assert_eq!(answer.status, 206, "{asked}");
        assert_eq!(answer.body, bytes[part.clone()], "{asked}");
        assert_eq!(
            answer.says("content-range"),
            format!("bytes {}-{}/{SIZE}", part.start, part.end - 1)
        );
    }
    for beyond in ["bytes=1000-", "bytes=5000-6000", "bytes=-0"] {
        let answer = paper.get_with(&path, &[("range", beyond)]).await;
        assert_eq!(
            (answer.status, answer.says("content-range")),
            (416, format!("bytes */{SIZE}")),
            "{beyond}"
        );
    }
    for nonsense in ["bytes=9-0", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6"] {
        let answer = paper.get_with(&path, &[("range", nonsense)]).await;
        assert_eq!((answer.status, answer.body.len()), (200, SIZE), "{nonsense}");
    }
    let etag = paper.get(&path).await.says("etag");
    let same = paper
        .get_with(&path, &[("range", "bytes=0-9"), ("if-range", &etag)])
        .await;
    assert_eq!(same.status, 206);
    let other = paper
        .get_with(&path, &[("range", "bytes=0-9"), ("if-range", "\"other\"")])
        .await;
    assert_eq!((other.status, other.body.len()), (200, SIZE));
}

async fn a_name_that_is_no_blob_is_not_found(scratch: Scratch) {
    let (paper, path, _) = with_a_blob(scratch).await;
    let hash = path.split('/').nth(2).unwrap().to_owned();
    for missing in [
        "/media/00000000000000000000000000000000/a.jpg".to_owned(),
        "/media/zz/a.jpg".to_owned(),
        "/media/../secret.key".to_owned(),
        "/media/..%2f..%2fsecret.key/a.jpg".to_owned(),
        format!("/media/{hash}/a.html"),
        format!("/media/{hash}/a"),
        format!("/media/{}/a.jpg", hash.to_uppercase()),
        "/assets/../theme.toml".to_owned(),
        "/assets/..%2ftheme.toml".to_owned(),
        "/assets/nothing.css".to_owned(),
    ] {
        let status = paper.get(&missing).await.status;
        assert!(matches!(status, 400 | 404), "{missing}: {status}");
    }
}
