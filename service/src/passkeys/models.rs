//! What made a passkey, by the identifier of its model (AAGUID). The list is the common part
//! of what providers have published; an unknown one gets its name elsewhere.

use uuid::{Uuid, uuid};

/// Where the identifier stands: after the digest of the site, the flags and the counter
/// (WebAuthn 3, 6.1).
const AT: usize = 37;
/// The flag that says that it is there.
const HAS_IT: u8 = 0x40;

/// The name of the model that the authenticator data tell.
pub(super) fn of(authenticator_data: &[u8]) -> Option<&'static str> {
    let flags = authenticator_data.get(32)?;
    let id = authenticator_data.get(AT..AT + 16).filter(|_| flags & HAS_IT != 0)?;
    let id = Uuid::from_slice(id).ok()?;
    MODELS.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}

const MODELS: [(Uuid, &str); 29] = [
    (uuid!("fbfc3007-154e-4ecc-8c0b-6e020557d7bd"), "Apple Passwords"),
    (uuid!("dd4ec289-e01d-41c9-bb89-70fa845d4bf2"), "iCloud Keychain"),
    (uuid!("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4"), "Google Password Manager"),
    (uuid!("adce0002-35bc-c60a-648b-0b25f1f05503"), "Chrome on Mac"),
    (uuid!("771b48fd-d3d4-4f74-9232-fc157ab0507a"), "Edge on Mac"),
    (uuid!("b5397666-4885-aa6b-cebf-e52262a439a2"), "Chromium"),
    (uuid!("08987058-cadc-4b81-b6e1-30de50dcbe96"), "Windows Hello"),
    (uuid!("9ddd1817-af5a-4672-a2b9-3e3dd95000a9"), "Windows Hello"),
    (uuid!("6028b017-b1d4-4c02-b4b3-afcdafc96bb2"), "Windows Hello"),
    (uuid!("d3452668-01fd-4c12-926c-83a4204853aa"), "Microsoft Password Manager"),
    (uuid!("53414d53-554e-4700-0000-000000000000"), "Samsung Pass"),
    (uuid!("bada5566-a7aa-401f-bd96-45619a55120d"), "1Password"),
    (uuid!("d548826e-79b4-db40-a3d8-11116f7e8349"), "Bitwarden"),
    (uuid!("531126d6-e717-415c-9320-3d9aa6981239"), "Dashlane"),
    (uuid!("f3809540-7f14-49c1-a8b3-8f813b225541"), "Enpass"),
    (uuid!("fdb141b2-5d84-443e-8a35-4698c205a502"), "KeePassXC"),
    (uuid!("0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6"), "Keeper"),
    (uuid!("b84e4048-15dc-4dd0-8640-f4f60813c8af"), "NordPass"),
    (uuid!("50726f74-6f6e-5061-7373-50726f746f6e"), "Proton Pass"),
    (uuid!("cb69481e-8ff7-4039-93ec-0a2729a154a8"), "YubiKey 5"),
    (uuid!("ee882879-721c-4913-9775-3dfcce97072a"), "YubiKey 5"),
    (uuid!("fa2b99dc-9e39-4257-8f92-4a30d23c4118"), "YubiKey 5 NFC"),
    (uuid!("2fc0579f-8113-47ea-b116-bb5a8db9202a"), "YubiKey 5 NFC"),
    (uuid!("c5ef55ff-ad9a-4b9f-b580-adebafe026d0"), "YubiKey 5Ci"),
    (uuid!("d8522d9f-575b-4866-88a9-ba99fa02f35b"), "YubiKey Bio"),
    (uuid!("f8a011f3-8c0a-4d15-8006-17111f9edc7d"), "Security Key by Yubico"),
    (uuid!("b92c3f9a-c014-4056-887f-140a2501163b"), "Security Key by Yubico"),
    (uuid!("6d44ba9b-f6ec-2e49-b930-0c8fe920cb73"), "Security Key NFC by Yubico"),
    (uuid!("149a2021-8ef6-4133-96b8-81f8d5b7f1f5"), "Security Key NFC by Yubico"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn data(flags: u8, id: Uuid) -> Vec<u8> {
        [&[7; 32][..], &[flags], &[0; 4], id.as_bytes(), &[0; 20]].concat()
    }

    #[test]
    fn a_model_is_known_by_its_identifier() {
        let bitwarden = uuid!("d548826e-79b4-db40-a3d8-11116f7e8349");
        assert_eq!(of(&data(HAS_IT | 5, bitwarden)), Some("Bitwarden"));
        assert_eq!(of(&data(5, bitwarden)), None, "nothing is attested");
        assert_eq!(of(&data(HAS_IT, Uuid::nil())), None, "it does not say");
        for end in 0..53 {
            assert_eq!(of(&data(HAS_IT, bitwarden)[..end]), None);
        }
    }
}
