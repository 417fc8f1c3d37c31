//! Walks the markers of a JPEG without decoding it: size, sampling, progressive or not, and whether the end is there.
//! Called by `inspect`, because the decoder fills a missing half with grey instead of saying that it is missing.

/// What the markers of a JPEG say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JpegShape {
    /// A progressive picture is held whole as coefficients while it is decoded.
    pub(crate) progressive: bool,
    /// Coefficients a 64-pixel block needs over all components, relative to one component at full size, in quarters.
    pub(crate) quarter_planes: u32,
    /// Components: 1, 3 or 4.
    pub(crate) components: u8,
    /// The end-of-image marker was reached.
    pub(crate) complete: bool,
}

impl JpegShape {
    /// Bytes that lie in memory as coefficients while it is decoded: two each, of the whole picture when it is
    /// progressive.
    pub(crate) fn coefficients(self, (width, height): (u32, u32)) -> u64 {
        if self.progressive {
            u64::from(width) * u64::from(height) * u64::from(self.quarter_planes) / 2
        } else {
            0
        }
    }
}

/// Walks `bytes` and returns the shape; `None` when no frame header is found before the bytes end or go wrong.
pub(crate) fn walk(bytes: &[u8]) -> Option<JpegShape> {
    let mut shape: Option<JpegShape> = None;
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let Some((marker, after)) = next_marker(rest) else {
            return shape;
        };
        match marker {
            // Standalone markers have no length.
            0x01 | 0xD0..=0xD8 => {
                rest = after;
                continue;
            }
            0xD9 => {
                return shape.map(|shape| JpegShape {
                    complete: true,
                    ..shape
                });
            }
            _ => {}
        }
        let Some((payload, following)) = segment(after) else {
            return shape;
        };
        // Start of frame, all kinds; 0xC4, 0xC8 and 0xCC are tables and extensions.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) && shape.is_none() {
            shape = frame(marker, payload);
        }
        rest = following;
    }
}

/// Skips to the next marker: over fill bytes, entropy-coded data and stuffed zeros.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        rest = rest.get(at + 1..)?;
        match rest.first()? {
            0x00 => rest = rest.get(1..)?,
            0xFF => {}
            marker => return Some((*marker, rest.get(1..)?)),
        }
    }
}

fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16::from_be_bytes(*bytes.first_chunk()?));
    let payload = bytes.get(2..length.max(2))?;
    Some((payload, bytes.get(length.max(2)..)?))
}

fn frame(marker: u8, payload: &[u8]) -> Option<JpegShape> {
    let components = payload.get(6..)?.chunks_exact(3);
    let samplings: Vec<(u32, u32)> = components
        .filter_map(|component| component.get(1))
        .map(|packed| (u32::from(packed >> 4).max(1), u32::from(packed & 15).max(1)))
        .collect();
    let (across, down) = samplings
        .iter()
        .fold((1, 1), |(across, down), (h, v)| (across.max(*h), down.max(*v)));
    let quarter_planes = samplings.iter().map(|(h, v)| (4 * h * v).div_ceil(across * down)).sum();
    Some(JpegShape {
        progressive: matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE),
        quarter_planes,
        components: u8::try_from(samplings.len()).unwrap_or(u8::MAX),
        complete: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start of image, a frame of three components with 2 × 2 sampling, a scan with a stuffed zero, the end.
    fn small(marker: u8, end: bool) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, marker, 0, 17, 8, 0, 16, 0, 16, 3];
        bytes.extend([1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        bytes.extend([0xFF, 0xDA, 0, 2, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]);
        if end {
            bytes.extend([0xFF, 0xD9]);
        }
        bytes
    }

    #[test]
    fn the_end_is_told_from_its_absence() {
        assert_eq!(walk(&small(0xC0, true)).map(|shape| shape.complete), Some(true));
        assert_eq!(walk(&small(0xC0, false)).map(|shape| shape.complete), Some(false));
    }

    #[test]
    fn a_progressive_frame_is_told_and_its_planes_are_counted() {
        let shape = walk(&small(0xC2, true));
        assert_eq!(
            shape.map(|shape| (shape.progressive, shape.quarter_planes)),
            Some((true, 6))
        );
    }

    #[test]
    fn every_prefix_is_survived() {
        let whole = small(0xC2, true);
        for end in 0..whole.len() {
            let shape = walk(whole.get(..end).unwrap_or_default());
            assert!(shape.is_none_or(|shape| !shape.complete));
        }
    }
}
