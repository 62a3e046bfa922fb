import Glibc

/// An `http` URL that needs no look-up: its host is an IPv4 address in figures.
struct PlainURL: Equatable {
    /// As in `sockaddr_in`, both in network byte order.
    struct Address: Equatable {
        var host: UInt32
        var port: UInt16
    }

    let address: Address
    /// `127.0.0.1:8080`
    let authority: String
    /// The path with the query, from its slash on.
    let target: String

    /// Nil for every other URL, and for one with a character that has no place in a request.
    init?(_ url: String) {
        guard url.lowercased().hasPrefix("http://"), url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        let rest = url.dropFirst("http://".count).prefix { $0 != "#" }
        authority = String(rest.prefix { $0 != "/" && $0 != "?" })
        let path = rest.dropFirst(authority.count)
        target = path.hasPrefix("/") ? String(path) : "/" + path
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var host = in_addr()
        guard inet_pton(AF_INET, String(parts[0]), &host) == 1 else { return nil }
        guard let port = parts.count == 1 ? 80 : UInt16(parts[1]), port > 0 else { return nil }
        address = Address(host: host.s_addr, port: port.bigEndian)
    }
}
