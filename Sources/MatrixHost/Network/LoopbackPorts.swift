import Glibc
import SystemPackage

/// A TCP port of 127.0.0.1 that was free a moment ago; whoever uses it must be ready to find it taken. Throws `Errno`.
package func freeLoopbackPort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
        }
    }
    guard result else { throw Errno(rawValue: errno) }
    return UInt16(bigEndian: address.sin_port)
}

/// Whether something listens on a TCP port of this machine, and who when we may see it.
package enum PortUse: Sendable, Equatable {
    case free
    /// `owner` is nil when the listener belongs to a process that we may not look into.
    case taken(owner: ProcessRecord?)
}

/// Looks up who listens on `port` on 127.0.0.1 or on every address. Blocks for some milliseconds.
package func loopbackPortUse(_ port: UInt16) -> PortUse {
    let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(on: port, in: $0) })
    guard !sockets.isEmpty else { return .free }
    for pid in processNumbers() {
        let holdsOne = folderEntries("/proc/\(pid)/fd").contains { descriptor in
            readLink("/proc/\(pid)/fd/\(descriptor)").map(sockets.contains) ?? false
        }
        if holdsOne, let owner = ProcessTable.live.lookup(pid) { return .taken(owner: owner) }
    }
    return .taken(owner: nil)
}

/// The listening sockets as `/proc/PID/fd` names them: `socket:[12345]`.
private func listeners(on port: UInt16, in table: String) -> [String] {
    let text = String(decoding: readSmallFile(table) ?? [], as: UTF8.self)
    return text.split(separator: "\n").dropFirst().compactMap { line in
        let fields = line.split(separator: " ")
        // local address and port in hexadecimal, state 0A = LISTEN, inode
        guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":"),
            UInt16(fields[1][fields[1].index(after: colon)...], radix: 16) == port
        else { return nil }
        let address = fields[1][..<colon]
        let reachable = address == "0100007F" || address.allSatisfy { $0 == "0" }
        return reachable ? "socket:[\(fields[9])]" : nil
    }
}
