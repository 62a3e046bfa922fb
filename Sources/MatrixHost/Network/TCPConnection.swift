import Glibc
import SystemPackage

/// A TCP connection for one caller at a time. Everything blocks, at most as long as it is told: call it on a thread of
/// its own (`onOwnThread`). Closed when it goes away.
package final class TCPConnection: Sendable {
    private let descriptor: Int32

    /// Connects to the first address of a host that takes the connection. Throws `Errno`, or `UnknownHost`.
    package init(host: String, port: UInt16, within limit: Duration) throws {
        let deadline = ContinuousClock.now + limit
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &list) == 0, let first = list else { throw UnknownHost(name: host) }
        defer { freeaddrinfo(first) }
        var failure = Errno.connectionRefused
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let address = next {
            do {
                descriptor = try Self.connected(to: address.pointee, by: deadline)
                return
            } catch let errno as Errno {
                failure = errno
            }
            next = address.pointee.ai_next
        }
        throw failure
    }

    deinit { close(descriptor) }

    /// Sends all of it. Throws `Errno`.
    package func send(_ bytes: [UInt8], within limit: Duration) throws {
        let deadline = ContinuousClock.now + limit
        var rest = bytes[...]
        while !rest.isEmpty {
            try Self.wait(for: POLLOUT, on: descriptor, until: deadline)
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { rest = rest.dropFirst(count) } else { try Self.passOverWaiting() }
        }
    }

    /// Waits for so many bytes. Throws `Errno`: `connectionReset` when the other side has closed.
    package func receive(_ size: Int, within limit: Duration) throws -> [UInt8] {
        let deadline = ContinuousClock.now + limit
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            try Self.wait(for: POLLIN, on: descriptor, until: deadline)
            let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + filled, size - filled, 0) }
            if count == 0 { throw Errno.connectionReset }
            if count > 0 { filled += count } else { try Self.passOverWaiting() }
        }
        return bytes
    }

    private static func connected(to address: addrinfo, by deadline: ContinuousClock.Instant) throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        do {
            if connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw Errno(rawValue: errno) }
                try wait(for: POLLOUT, on: descriptor, until: deadline)
                var code: Int32 = 0
                var size = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
                guard code == 0 else { throw Errno(rawValue: code) }
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func wait(for event: Int32, on descriptor: Int32, until deadline: ContinuousClock.Instant) throws {
        var events = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        while true {
            let rest = max(deadline - .now, .zero)
            let count = poll(&events, 1, Int32((rest / .milliseconds(1)).rounded(.up)))
            if count > 0 { return }
            if count == 0 { throw Errno.timedOut }
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
    }

    private static func passOverWaiting() throws {
        guard errno == EAGAIN || errno == EINTR else { throw Errno(rawValue: errno) }
    }
}

/// A name that no resolver knows.
package struct UnknownHost: Error, Equatable, CustomStringConvertible {
    package var name: String

    package init(name: String) { self.name = name }

    package var description: String { "no address is known for `\(name)`" }
}
