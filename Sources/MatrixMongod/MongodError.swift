import MatrixModel

/// Why the server could not start.
package enum MongodError: Mendable, Equatable {
    case portBusy(address: String, port: Int)
    case cannotListen(address: String, port: Int, reason: String)
}

extension MongodError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .portBusy(let address, let port): "the port \(port) of \(address) is taken"
        case .cannotListen(let address, let port, let reason): "cannot listen on \(address):\(port): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .portBusy: "`--port 0` takes a free one and says which"
        case .cannotListen: nil
        }
    }
}
