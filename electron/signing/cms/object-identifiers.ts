/** Object identifiers of certificates and signatures, with where each is defined. */
export const oid = {
  /** RFC 5280. */
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extKeyUsage: '2.5.29.37',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  /** RFC 9336. */
  documentSigning: '1.3.6.1.5.5.7.3.36',
  /** RFC 9598: an address with letters beyond ASCII. */
  smtpUtf8Mailbox: '1.3.6.1.5.5.7.8.9',
  /** RFC 5758, RFC 8017. */
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  /** FIPS 180-4, as RFC 5754 uses it. */
  sha256: '2.16.840.1.101.3.4.2.1',
  /** RFC 5652. */
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  /** RFC 5035. */
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 7292: PKCS#12. */
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  pbeWithSha1And3Des: '1.2.840.113549.1.12.1.3',
  pbeWithSha1AndRc2of128: '1.2.840.113549.1.12.1.5',
  pbeWithSha1AndRc2of40: '1.2.840.113549.1.12.1.6',
  /** RFC 8018: PKCS#5. */
  pbkdf2: '1.2.840.113549.1.5.12',
  pbes2: '1.2.840.113549.1.5.13',
  /** RFC 9579. */
  pbmac1: '1.2.840.113549.1.5.14',
  anyPurpose: '2.5.29.37.0',
  /** Adobe's and Microsoft's own purposes for documents. */
  adobeDocuments: '1.2.840.113583.1.1.5',
  microsoftDocuments: '1.3.6.1.4.1.311.10.3.12',
} as const;
