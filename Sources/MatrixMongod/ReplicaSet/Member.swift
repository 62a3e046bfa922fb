import MatrixModel
import NIOCore

final class Member {
    let isWritable = false
    let isReadable = false
    init(setName: String, port: Int, loop: NIOIsolatedEventLoop, log: @escaping (String) -> Void) {}
    func begin(_ mongod: Mongod) {}
    func describe(to writer: inout BSONWriter) {}
    func replicate(_ operation: WriteOperation, _ done: @escaping (CommandFailure?) -> Void) { done(.notPrimary) }
}
extension Mongod {
    func initiateSet(_ request: Request) throws(CommandFailure) -> Outcome { throw .noReplication }
    func setStatus() throws(CommandFailure) -> Outcome { throw .noReplication }
    func answerPeer(_ request: Request) throws(CommandFailure) -> Outcome { throw .noReplication }
}
