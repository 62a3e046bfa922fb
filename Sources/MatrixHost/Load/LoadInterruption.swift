import CLinux
import Glibc
import Synchronization
import SystemPackage

/// Lets another thread end a load at once, even while it waits for the network.
final class LoadInterruption: Sendable {
    /// Becomes readable when the load is to end.
    let descriptor: Int32
    private let flag = Atomic(false)

    init() throws(LoadError) {
        descriptor = wsgimatrix_eventfd()
        guard descriptor >= 0 else { throw .broken("eventfd: \(Errno.current)") }
    }

    deinit { close(descriptor) }

    var isRequested: Bool { flag.load(ordering: .acquiring) }

    func request() {
        flag.store(true, ordering: .releasing)
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}
