import Foundation
import MatrixModel

/// A project's page of a Python index, JSON (PEP 691) or HTML (PEP 503).
///
/// Told apart by what it is: an index was seen to answer the same request now with one, now with the other.
struct IndexPage {
    let text: String
    let address: String

    func file(_ digest: SHA256Digest) -> RemoteFile? {
        let isJSON = text.first { !$0.isWhitespace } == "{"
        guard let found = isJSON ? fileInJSON(digest) : fileInHTML(digest), let url = absolute(found.url) else {
            return nil
        }
        return RemoteFile(url: url, size: found.size)
    }

    private func fileInJSON(_ digest: SHA256Digest) -> RemoteFile? {
        let project = try? JSONDecoder().decode(Project.self, from: Data(text.utf8))
        let file = project?.files.first { $0.hashes["sha256"]?.lowercased() == digest.hexadecimal }
        return file.map { RemoteFile(url: $0.url, size: $0.size.map { ByteCount($0) }) }
    }

    /// The link whose fragment is our digest. 64 pinned digits are found by a search: no HTML has to be understood.
    private func fileInHTML(_ digest: SHA256Digest) -> RemoteFile? {
        guard let fragment = text.firstRange(of: "#sha256=\(digest)"),
            let quote = text[..<fragment.lowerBound].lastIndex(where: { "\"'".contains($0) })
        else { return nil }
        let link = text[text.index(after: quote)..<fragment.lowerBound]
        return RemoteFile(url: String(link).replacing("&amp;", with: "&"))
    }

    /// The address without its fragment, with the page's credentials when it is on the same server.
    private func absolute(_ link: String) -> String? {
        guard let page = URLComponents(string: address), let base = page.url,
            let url = URL(string: link, relativeTo: base),
            var parts = URLComponents(url: url, resolvingAgainstBaseURL: true)
        else { return nil }
        parts.fragment = nil
        if parts.scheme == page.scheme, parts.host == page.host, parts.port == page.port, parts.user == nil {
            parts.percentEncodedUser = page.percentEncodedUser
            parts.percentEncodedPassword = page.percentEncodedPassword
        }
        return parts.string
    }

    private struct Project: Decodable {
        let files: [File]

        struct File: Decodable {
            let url: String
            let hashes: [String: String]
            let size: Int64?
        }
    }
}
