import MatrixHost

/// Runs `wsgimatrix supervise …`, which is not for people, and ends the process; returns for every other verb.
///
/// Called before anything waits: the supervisor must be the only thread, and signals are its own business.
package func superviseIfAsked() {
    if let order = SupervisionOrder(arguments: CommandLine.arguments.dropFirst()) { runSupervisor(order) }
}
