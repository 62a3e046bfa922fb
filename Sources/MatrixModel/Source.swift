/// A tarball with its digest, and the places that have those bytes.
///
/// Nothing is trusted for where it came from: a place only saves the trip to another one.
package struct Source: Hashable, Sendable {
    /// The name that upstream gives the file, such as `Python-3.13.5.tar.xz`.
    package var fileName: String
    package var digest: SHA256Digest
    /// Known exact size; nil when no public source tells it.
    package var size: ByteCount?
    /// Where to ask, in order.
    package var places: [Place]

    package init(fileName: String, digest: SHA256Digest, size: ByteCount?, places: [Place]) {
        self.fileName = fileName
        self.digest = digest
        self.size = size
        self.places = places
    }

    package enum Place: Hashable, Sendable {
        /// Upstream's own address.
        case url(String)
        /// A Debian source package in a suite: its `orig` tarball is upstream's, byte for byte.
        case apt(source: String, suite: String)
        /// A project of the Python index that this machine's pip is configured for.
        case pip(project: String)
    }
}
