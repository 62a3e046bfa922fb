import Glibc
import SystemPackage

/// Different TCP ports of 127.0.0.1 that were free a moment ago and that the kernel gives to no client: below its range
/// of ephemeral ports, where a server that is stopped for a while finds its port taken when it comes back.
///
/// Throws `Errno.addressInUse` when there are not that many.
package func freeFixedLoopbackPorts(_ count: Int) throws -> [UInt16] {
    let lowest: UInt16 = 20_000
    let range = readSmallFile("/proc/sys/net/ipv4/ip_local_port_range") ?? []
    let firstEphemeral = String(decoding: range, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
    let end = max(firstEphemeral.flatMap { UInt16($0) } ?? 32_768, lowest + 1)
    var found: Set<UInt16> = []
    for _ in 0..<10_000 where found.count < count {
        let port = UInt16.random(in: lowest..<end)
        if isLoopbackPortFree(port) { found.insert(port) }
    }
    guard found.count == count else { throw Errno.addressInUse }
    return found.sorted()
}

/// Whether a server could bind it now; a connection that has just ended keeps it for a minute.
private func isLoopbackPortFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
