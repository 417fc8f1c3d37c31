//! What pictures say about themselves is found in each container, and the more editorial block is believed.
#![expect(clippy::unwrap_used, reason = "tests")]

mod fixtures;

use courant_images::metadata;

const PACKET: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:d="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  photoshop:Credit="Port &amp; Sea" photoshop:DateCreated="2024-05-03T10:11:12+02:00">
 <d:description><rdf:Alt><rdf:li xml:lang="x-default">The ferry &#8220;Anna&#8221; returns</rdf:li><rdf:li xml:lang="de">Die Fähre</rdf:li></rdf:Alt></d:description>
 <d:creator><rdf:Seq><rdf:li>B. Haddad</rdf:li></rdf:Seq></d:creator>
 <d:subject><rdf:Bag><rdf:li>ferry</rdf:li><rdf:li>harbour</rdf:li></rdf:Bag></d:subject>
 <i:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A white ferry</rdf:li></rdf:Alt></i:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"#;

fn iptc_segment() -> Vec<u8> {
    let mut block = Vec::new();
    for (number, text) in [(105_u8, "Ferry back"), (110, "Other agency"), (116, "© Harbour Office")] {
        block.extend([0x1C, 2, number]);
        block.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        block.extend(text.as_bytes());
    }
    let mut contents = b"Photoshop 3.0\x008BIM\x04\x04\0\0".to_vec();
    contents.extend(u32::try_from(block.len()).unwrap().to_be_bytes());
    contents.extend(block);
    contents
}

#[test]
fn xmp_is_believed_before_iptc_and_iptc_before_exif() {
    let exif = fixtures::exif(&[(0x010E, 2, 11, 26), (0x8298, 2, 11, 26)], b"By a camera\0");
    let mut bytes = fixtures::jpeg(30, 20);
    bytes = fixtures::with_segment(&bytes, 0xE1, &exif);
    bytes = fixtures::with_segment(&bytes, 0xED, &iptc_segment());
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", PACKET.as_bytes()].concat();
    bytes = fixtures::with_segment(&bytes, 0xE1, &packet);
    let found = metadata(&bytes);
    assert_eq!(found.caption.as_deref(), Some("The ferry “Anna” returns"));
    assert_eq!(found.alt.as_deref(), Some("A white ferry"));
    assert_eq!(found.credit.as_deref(), Some("Port & Sea"));
    assert_eq!(found.photographer.as_deref(), Some("B. Haddad"));
    assert_eq!(found.headline.as_deref(), Some("Ferry back"));
    assert_eq!(found.copyright.as_deref(), Some("© Harbour Office"));
    assert_eq!(found.taken.as_deref(), Some("2024-05-03T10:11:12+02:00"));
    assert_eq!(found.keywords, ["ferry", "harbour"]);
}

#[test]
fn png_and_webp_keep_xmp_in_chunks_of_their_own() {
    let plain = fixtures::png(30, 20);
    let (start, rest) = plain.split_at(33);
    let mut png = start.to_vec();
    let text = [b"XML:com.adobe.xmp\0\0\0\0\0", PACKET.as_bytes()].concat();
    fixtures::chunk(&mut png, *b"iTXt", &text);
    png.extend(rest);
    assert_eq!(metadata(&png).alt.as_deref(), Some("A white ferry"));

    let plain = fixtures::write(&fixtures::gradient(30, 20).into(), image::ImageFormat::WebP);
    let mut webp = plain.clone();
    webp.extend(b"XMP ");
    webp.extend(u32::try_from(PACKET.len()).unwrap().to_le_bytes());
    webp.extend(PACKET.as_bytes());
    webp.resize(webp.len().next_multiple_of(2), 0);
    let length = u32::try_from(webp.len() - 8).unwrap().to_le_bytes();
    webp.splice(4..8, length);
    assert_eq!(metadata(&webp).alt.as_deref(), Some("A white ferry"));
}

#[test]
fn a_packet_that_breaks_off_gives_what_came_before() {
    let cut = PACKET.find("<d:subject>").unwrap();
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", PACKET.as_bytes().get(..cut).unwrap()].concat();
    let found = metadata(&fixtures::with_segment(&fixtures::jpeg(9, 9), 0xE1, &packet));
    assert_eq!(found.photographer.as_deref(), Some("B. Haddad"));
    assert!(found.keywords.is_empty());
}

#[test]
fn what_a_camera_writes_by_itself_is_no_caption() {
    let exif = fixtures::exif(&[(0x010E, 2, 9, 26)], b"SONY DSC\0");
    let found = metadata(&fixtures::with_segment(&fixtures::jpeg(9, 9), 0xE1, &exif));
    assert_eq!(found.caption, None);
}

#[test]
fn iptc_that_was_changed_after_xmp_is_believed_first() {
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", PACKET.as_bytes()].concat();
    let with_digest = |digest: [u8; 16]| {
        let mut segment = iptc_segment();
        segment.resize(segment.len().next_multiple_of(2), 0);
        segment.extend(b"8BIM\x04\x25\0\0\0\0\0\x10");
        segment.extend(digest);
        let bytes = fixtures::with_segment(&fixtures::jpeg(9, 9), 0xED, &segment);
        metadata(&fixtures::with_segment(&bytes, 0xE1, &packet)).credit
    };
    assert_eq!(with_digest([0; 16]).as_deref(), Some("Port & Sea"));
    assert_eq!(with_digest([9; 16]).as_deref(), Some("Other agency"));
}

#[test]
fn names_are_joined_and_the_end_of_a_licence_is_read() {
    let packet = PACKET
        .replace(
            "<rdf:li>B. Haddad</rdf:li>",
            "<rdf:li>B. Haddad</rdf:li><rdf:li>Ana Reis</rdf:li>",
        )
        .replace(
            "xmlns:d=",
            "xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" plus:LicenseEndDate=\"2027-12-31T23:59Z\" xmlns:d=",
        );
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    let found = metadata(&fixtures::with_segment(&fixtures::jpeg(9, 9), 0xE1, &packet));
    assert_eq!(found.photographer.as_deref(), Some("B. Haddad, Ana Reis"));
    assert_eq!(found.expires.as_deref(), Some("2027-12-31"));
}

#[test]
fn hostile_lengths_are_bounded() {
    let long = "x".repeat(60_000);
    let many = "<rdf:li>word</rdf:li>".repeat(2_000);
    let packet = PACKET.replace("<rdf:li>ferry</rdf:li>", &many);
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    let mut exif = fixtures::exif(&[(0x8298, 2, 60_001, 26)], long.as_bytes());
    exif.push(0);
    let bytes = fixtures::with_segment(&fixtures::jpeg(9, 9), 0xE1, &exif);
    let found = metadata(&fixtures::with_segment(&bytes, 0xE1, &packet));
    assert!(found.copyright.unwrap().chars().count() <= 5_000);
    assert_eq!(found.keywords.len(), 100);
}
