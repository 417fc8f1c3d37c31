//! Pictures on their way in: files that go on where they stopped, each for its account alone; refusals; the same bytes twice.
//! Run by `cargo test`, on both engines.

use crate::harness::pictures::{self, address};
use crate::harness::{Answer, Colleague, TestPaper};
use courant_model::account::Role;
use courant_model::time::{DAY, HOUR};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_file_goes_on_where_it_stopped_and_belongs_to_its_account,
    an_unfinished_file_is_forgotten_after_a_day,
    one_bad_file_of_a_form_is_refused_alone,
    the_same_bytes_are_noticed_and_added_when_asked,
);

fn offset(answer: &Answer) -> String {
    answer.says("upload-offset")
}

async fn begin(paper: &TestPaper, me: &Colleague, name: &str, size: usize) -> String {
    let size = size.to_string();
    let headers = [("upload-length", size.as_str()), ("upload-name", name)];
    let begun = paper.ask_as(me, "POST", "/desk/uploads", &headers, b"").await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    begun.says("location")
}

async fn send(paper: &TestPaper, me: &Colleague, upload: &str, place: usize, part: &[u8]) -> Answer {
    let place = place.to_string();
    paper
        .ask_as(me, "PATCH", upload, &[("upload-offset", &place)], part)
        .await
}

async fn a_file_goes_on_where_it_stopped_and_belongs_to_its_account(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let bo = paper.colleague(&[Role::Chief]).await;
    let bytes = pictures::jpeg(640, 400);
    let upload = begin(&paper, &ana, "F%C3%A4hre%20am%20Kai.jpg", bytes.len()).await;
    let finish = format!("{upload}/finish");

    let first = send(&paper, &ana, &upload, 0, &bytes[..1000]).await;
    assert_eq!((first.status, offset(&first).as_str()), (204, "1000"));
    // Sent twice, too early, too late, too much.
    for place in [0, 999, 1001, bytes.len()] {
        assert_eq!(send(&paper, &ana, &upload, place, b"x").await.status, 409, "{place}");
    }
    assert_eq!(send(&paper, &ana, &upload, 1000, &bytes).await.status, 422);
    assert_eq!(paper.ask_as(&ana, "POST", &finish, &[], b"").await.status, 409);
    let seen = paper.ask_as(&ana, "HEAD", &upload, &[], b"").await;
    assert_eq!(
        (offset(&seen), seen.says("upload-length")),
        ("1000".to_owned(), bytes.len().to_string())
    );
    // To anybody else it is not there, whatever their role.
    for (method, path) in [("HEAD", &upload), ("PATCH", &upload), ("POST", &finish)] {
        let answer = paper.ask_as(&bo, method, path, &[("upload-offset", "1000")], b"").await;
        assert_eq!(answer.status, 404, "{method} {path}");
    }
    assert_eq!(send(&paper, &ana, &upload, 1000, &bytes[1000..]).await.status, 204);
    let made = paper.ask_as(&ana, "POST", &finish, &[], b"").await;
    assert_eq!(made.status, 200, "{}", made.text());
    // The answer was lost and is asked for again.
    let again = paper.ask_as(&ana, "POST", &finish, &[], b"").await;
    assert_eq!(again.text(), made.text());
    assert_eq!(send(&paper, &ana, &upload, bytes.len(), b"").await.status, 409);
    let json: serde_json::Value = serde_json::from_slice(&made.body).unwrap();
    let picture = paper.picture(json["picture"]["id"].as_str().unwrap()).await;
    assert_eq!(picture.file_name, "Fähre am Kai.jpg");
    assert_eq!(picture.added_by.as_ref(), Some(&ana.member.account));
    let src = json["picture"]["src"].as_str().unwrap();
    assert_eq!(paper.get(src).await.status, 200);
    // Parts are gone.
    assert!(
        !paper
            .folder()
            .join("blobs")
            .join("uploads")
            .read_dir()
            .unwrap()
            .any(|folder| { folder.unwrap().path().read_dir().unwrap().next().is_some() })
    );

    for (length, name, status) in [("0", "a.jpg", 422), ("41943041", "a.jpg", 422), ("x", "a.jpg", 422)] {
        let headers = [("upload-length", length), ("upload-name", name)];
        assert_eq!(
            paper.ask_as(&ana, "POST", "/desk/uploads", &headers, b"").await.status,
            status
        );
    }
}

async fn an_unfinished_file_is_forgotten_after_a_day(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let upload = begin(&paper, &ana, "a.jpg", 5000).await;
    assert_eq!(send(&paper, &ana, &upload, 0, &[7; 100]).await.status, 204);
    paper.pass(DAY - HOUR);
    paper.look().await;
    assert_eq!(paper.ask_as(&ana, "HEAD", &upload, &[], b"").await.status, 204);
    paper.pass(2 * HOUR);
    paper.look().await;
    assert_eq!(paper.ask_as(&ana, "HEAD", &upload, &[], b"").await.status, 404);
}

async fn one_bad_file_of_a_form_is_refused_alone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let good = pictures::halves(300, 200);
    let cut = pictures::jpeg(300, 200);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let files: [(&str, &str, &[u8]); 7] = [
        ("files", "really-a-png.jpg", &good),
        ("files", "page.png", b"<!doctype html><title>no picture</title>"),
        ("files", "empty.jpg", b""),
        ("files", "drawing.svg", svg.as_bytes()),
        ("files", "bomb.png", &pictures::bomb()),
        ("files", "cut.jpg", &cut[..cut.len() / 2]),
        ("files", "phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
    ];
    let answer = paper.files_as(&ana, "/desk/pictures", &files).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    for reason in [
        "This is not a picture",
        "file is empty",
        "SVG",
        "100 megapixels",
        "breaks off",
        "HEIC",
    ] {
        assert!(answer.contains(reason), "{reason}: {}", answer.text());
    }
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let kept = q!(tx, pictures::newest(9)).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].mime.as_str(), kept[0].file_name.as_str()),
        ("image/png", "really-a-png.jpg")
    );
    drop(tx);
    // Nothing but the good one: the sheet that describes it.
    let more = pictures::jpeg(301, 200);
    let all_good = paper
        .files_as(&ana, "/desk/pictures", &[("files", "b.jpg", &more)])
        .await;
    assert_eq!(all_good.status, 303);
    let sheet = paper.get_as(&ana, &all_good.says("location")).await;
    assert!(sheet.status == 200 && sheet.contains("b.jpg"), "{}", sheet.text());
    // Nothing at all.
    let none = paper.files_as(&ana, "/desk/pictures", &[("files", "", b"")]).await;
    assert!(none.contains("No picture was added"), "{}", none.text());
}

async fn the_same_bytes_are_noticed_and_added_when_asked(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let bytes = pictures::jpeg(200, 100);
    let first = paper.picture_of(&ana, "a.jpg", &bytes).await;
    let upload = begin(&paper, &ana, "b.jpg", bytes.len()).await;
    send(&paper, &ana, &upload, 0, &bytes).await;
    let told = async |path: String| -> serde_json::Value {
        let answer = paper.ask_as(&ana, "POST", &path, &[], b"").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    };
    let twin = told(format!("{upload}/finish")).await;
    assert_eq!(
        (twin["twin"].as_bool(), twin["picture"]["id"].as_str()),
        (Some(true), Some(first.as_str()))
    );
    let both = told(format!("{upload}/finish?again=1")).await;
    assert_eq!(both["twin"].as_bool(), Some(false));
    assert_ne!(both["picture"]["id"].as_str(), Some(first.as_str()));
    let form = paper
        .files_as(&ana, "/desk/pictures", &[("files", "c.jpg", &bytes)])
        .await;
    assert!(form.contains("Here already"), "{}", form.text());
    // The bytes are one and the rights are two: what the second picture shows stands while it may.
    let second = paper.picture(both["picture"]["id"].as_str().unwrap()).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let down = paper
        .send_as(&chief, &format!("/desk/pictures/{first}/down"), &[])
        .await;
    assert_eq!(down.status, 303);
    let address = address(&second.renditions()[0]);
    assert_eq!(paper.get(&address).await.status, 200);
    paper
        .send_as(&chief, &format!("/desk/pictures/{}/down", second.id), &[])
        .await;
    assert_eq!(paper.get(&address).await.status, 410);
}
