/// An error that may know the command that mends it.
package protocol Mendable: Error {
    /// Nil when there is none.
    var hint: String? { get }
}
